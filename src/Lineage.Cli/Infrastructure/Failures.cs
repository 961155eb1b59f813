using System.Net;
using System.Text.Json;
using Lineage.Client;

namespace Lineage.Cli;

/// <summary>Turns what went wrong into a sentence and an exit code.</summary>
internal static class Failures
{
    internal static async Task<int> GuardAsync(CliHost host, Func<Task<int>> body)
    {
        try
        {
            return await body();
        }
        catch (Exception e) when (Explain(e) is { } failure)
        {
            await host.Error.WriteLineAsync(failure.Message);
            return failure.Exit;
        }
    }

    private static (int Exit, string Message)? Explain(Exception e) => e switch
    {
        UsageException => (Exit.WrongUsage, e.Message),
        LineageProblemException problem => (ExitOf(problem.Status), Sentence(problem)),
        HttpRequestException or HttpIOException or TimeoutException => (Exit.Unreachable, $"The server cannot be reached: {e.Message}"),
        JsonException => (Exit.Unreachable, "What answers at this address is not a Lineage server, or of another version."),
        OperationCanceledException => (Exit.No, "Stopped before it was done."),
        IOException or UnauthorizedAccessException => (Exit.No, e.Message),
        _ => null,
    };

    private static int ExitOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => Exit.NotAllowed,
        HttpStatusCode.BadRequest => Exit.WrongUsage,
        >= HttpStatusCode.InternalServerError => Exit.Unreachable,
        _ => Exit.No,
    };

    private static string Sentence(LineageProblemException problem)
    {
        var hint = problem.Status switch
        {
            HttpStatusCode.Unauthorized => "No valid token: give --token, set LINEAGE_TOKEN or run 'lineage login'. ",
            HttpStatusCode.Forbidden => "The token does not have the role for this. ",
            _ => "",
        };
        var errors = problem.Errors.SelectMany(e => e.Value.Select(message => $"\n  {e.Key}: {message}"));
        return $"{hint}{problem.Message} ({(int)problem.Status}){string.Concat(errors)}";
    }
}
