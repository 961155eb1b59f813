using Lineage.Cli.Rendering;
using Lineage.Client.Verification;

namespace Lineage.Cli.Verification;

/// <summary>A report pack: a zip file with a report and its evidence.</summary>
internal sealed class VerifyPack : IVerifiable
{
    private const int Listed = 50;

    public bool Is(string target, ReadOnlySpan<byte> head) => head.StartsWith("PK\u0003\u0004"u8);

    public async Task<int> VerifyAsync(Call call, VerifyArguments given)
    {
        PackVerdict verdict;
        try
        {
            await using var file = File.OpenRead(given.Target);
            verdict = await PackVerifier.Verify(file, new(given.Keys, given.Checkpoint), call.Stop);
        }
        catch (PackUnreadableException e)
        {
            if (call.Json) return call.WriteJson(new { holds = false, reason = e.Message }, Exit.No);
            await call.Host.Error.WriteLineAsync(e.Message);
            return Exit.No;
        }

        var exit = verdict.Holds ? Exit.Done : Exit.No;
        if (call.Json)
        {
            return call.WriteJson(
                new
                {
                    verdict.Holds,
                    verdict.ReportId,
                    verdict.Type,
                    verdict.Title,
                    verdict.Origin,
                    verdict.Size,
                    verdict.Key,
                    Checks = verdict.Checks.Select(c => new { c.What, Result = Word(c.Result, "ok", "note"), c.Detail }),
                    Lines = verdict.Lines.Select(l => new { l.Id, l.Kind, Result = Word(l.Result, "proved", "recorded"), l.Reason, l.States, l.Events }),
                },
                exit);
        }

        await WriteAsync(call.Host, verdict);
        return exit;
    }

    private static async Task WriteAsync(CliHost host, PackVerdict verdict)
    {
        await host.Out.WriteLineAsync($"Report {verdict.ReportId}: {verdict.Title}");
        var checks = Tables.Create(host, "CHECK", "RESULT", "FOUND");
        foreach (var check in verdict.Checks) checks.Row(check.What, Word(check.Result, "ok", "note"), check.Detail);
        host.Console.Write(checks);
        await host.Out.WriteLineAsync();
        foreach (var kind in verdict.Lines.GroupBy(l => l.Kind))
            await host.Out.WriteLineAsync($"{kind.Key,-8} {kind.Count(l => l.Result == PackResult.Proved)} proved, {kind.Count(l => l.Result == PackResult.Recorded)} recorded, {kind.Count(l => l.Result == PackResult.Failed)} FAILED");
        await LinesAsync(host, verdict, PackResult.Recorded, "recorded: the event is in the log, but what it says on this is not opened");
        await LinesAsync(host, verdict, PackResult.Failed, "FAILED");
        await host.Out.WriteLineAsync();
        await host.Out.WriteLineAsync(verdict.Holds
            ? $"The pack holds: {verdict.Count(PackResult.Proved)} lines are proved, {verdict.Count(PackResult.Recorded)} are recorded, none failed."
            : "The pack does not hold. What failed is marked FAILED above.");
    }

    private static async Task LinesAsync(CliHost host, PackVerdict verdict, PackResult result, string heading)
    {
        var lines = verdict.Lines.Where(line => line.Result == result).ToList();
        if (lines.Count == 0) return;
        await host.Out.WriteLineAsync($"\n{heading}");
        foreach (var line in lines.Take(Listed)) await host.Out.WriteLineAsync($"  {line.Id} {line.States}\n    {line.Reason}");
        if (lines.Count > Listed) await host.Out.WriteLineAsync($"  and {lines.Count - Listed} more (--json lists all)");
    }

    private static string Word(PackResult result, string proved, string recorded) => result switch { PackResult.Proved => proved, PackResult.Recorded => recorded, _ => "FAILED" };
}
