using System.CommandLine;
using System.Net;
using Lineage.Client;
using Spectre.Console;

namespace Lineage.Cli.Commands;

/// <summary><c>lineage login</c>: keeps a server and a token for later calls.</summary>
internal static class LoginCommand
{
    internal static Command Create(CliHost host) =>
        new Verb(
                "login",
                "Keep a server and a token in a profile file that only you can read. The token is asked for, or read from standard input, so that it stays out of the shell's history.",
                "lineage login --url https://lineage.example.org",
                "lineage token --role reader | lineage login")
            .Does(host, async call =>
            {
                var token = call.Value(host.Global.Token) ?? await AskAsync(host, call.Stop);
                if (string.IsNullOrWhiteSpace(token))
                    throw new UsageException("No token was given.");
                var server = ServerChoice.Make(call.Value(host.Global.Url), token, host.Environment);
                await CheckAsync(new(host.Http, new() { Url = server.Url, Token = server.Token, Retries = 2 }), call.Stop);
                new Profile(server.Url.OriginalString, server.Token!).Write(host.Environment);
                if (call.Json)
                    return call.WriteJson(new { url = server.Url, profile = Profile.PathOf(host.Environment) });
                await host.Out.WriteLineAsync($"Kept for {server.Url} in {Profile.PathOf(host.Environment)}");
                return Exit.Done;
            });

    private static async Task<string?> AskAsync(CliHost host, CancellationToken stop)
    {
        if (host.CanAsk)
            return await host.Console.PromptAsync(new TextPrompt<string>("Token:").Secret(), stop);
        using var reader = new StreamReader(host.OpenInput());
        return await reader.ReadLineAsync(stop);
    }

    /// <summary>A token the server does not know is not kept; one without the role to read the status is.</summary>
    private static async Task CheckAsync(LineageClient client, CancellationToken stop)
    {
        try
        {
            await client.GetStatusAsync(stop);
        }
        catch (LineageProblemException problem) when (problem.Status == HttpStatusCode.Forbidden)
        {
        }
    }
}
