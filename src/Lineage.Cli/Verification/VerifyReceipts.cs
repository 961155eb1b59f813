using Lineage.Client;
using Lineage.Contracts;
using Lineage.Merkle;

namespace Lineage.Cli.Verification;

/// <summary>A file of receipts, judged alone or, online, against the server; the answer is no when one is invalid, or acknowledged and never sealed.</summary>
internal sealed class VerifyReceipts : IVerifiable
{
    private const int AtOnce = 4;

    public bool Is(string target, ReadOnlySpan<byte> head) => head.StartsWith("{\"eventId\":\""u8) || head.StartsWith("{\"key\":\""u8);

    public async Task<int> VerifyAsync(Call call, VerifyArguments given)
    {
        var (path, pinned, online) = (given.Target, given.Keys, call.Parse.GetValue<bool>(VerifyOptions.Online));
        var lines = ReceiptLine.Read(path).ToList();
        var check = new ReceiptCheck(await TrustedAsync(call, pinned, lines, online), call.Host.Time);
        foreach (var line in lines.Where(l => l.Problem is not null)) await call.Host.Error.WriteLineAsync($"{path}:{line.Number}: {line.Problem}");
        var receipts = lines.Select(l => l.Receipt).OfType<Receipt>().ToList();
        var findings = new ReceiptFinding[receipts.Count];
        var client = online ? call.Client : null;
        await Parallel.ForAsync(0, receipts.Count, new ParallelOptions { MaxDegreeOfParallelism = online ? AtOnce : 1, CancellationToken = call.Stop }, async (i, ct) =>
            findings[i] = client is not null ? await check.DemandAsync(receipts[i], client, ct: ct) : check.Check(receipts[i]));
        var exit = findings.Any(f => f.IsBad) || lines.Any(l => l.Problem is not null) || findings.Length == 0 ? Exit.No : Exit.Done;
        var counts = findings.CountBy(f => f.State).ToDictionary();
        if (call.Json) return call.WriteJson(new { verified = exit == Exit.Done, receipts = findings.Length, counts = counts.ToDictionary(c => Name(c.Key), c => c.Value), findings = findings.Select(Told) }, exit);
        foreach (var bad in findings.Where(f => f.IsBad))
        {
            await call.Host.Out.WriteLineAsync($"Event {bad.EventId}: {bad.Words}");
            if (bad is { State: ReceiptState.NeverSealed, Note: { } note }) await call.Host.Out.WriteLineAsync($"  The signed note:\n{string.Join('\n', note.TrimEnd('\n').Split('\n').Select(l => $"    {l}"))}");
        }

        await call.Host.Out.WriteLineAsync($"{findings.Length} receipts: {string.Join(", ", Enum.GetValues<ReceiptState>().Where(counts.ContainsKey).Select(state => $"{counts[state]} {Word(state)}"))}.");
        return exit;
    }

    // Keys that were given go before those that the file remembers, and these before what the server says now.
    private static async Task<IReadOnlyList<VerifierKey>> TrustedAsync(Call call, IReadOnlyList<VerifierKey> pinned, List<ReceiptLine> lines, bool online)
    {
        if (pinned.Count > 0) return pinned;
        if (lines.Select(l => l.Key).OfType<VerifierKey>().ToList() is { Count: > 0 } remembered) return remembered;
        if (!online) throw new UsageException("The file remembers no key of the log; give one with --key.");
        await call.Host.Error.WriteLineAsync("No key is pinned or remembered; the one that the server names now is believed.");
        return [.. (await call.Client.GetLogKeyAsync(call.Stop)).All.Select(VerifierKey.Parse)];
    }

    private static object Told(ReceiptFinding f) => new { f.EventId, state = Name(f.State), f.Words, f.Due, f.Log, f.Index, note = f.IsBad ? f.Note : null };

    private static string Name(ReceiptState state) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(state.ToString());

    private static string Word(ReceiptState state) => state switch
    {
        ReceiptState.Genuine => "signed",
        ReceiptState.Sealed => "sealed",
        ReceiptState.NotYetDue => "not yet due",
        ReceiptState.NeverSealed => "acknowledged and never sealed",
        _ => "invalid",
    };
}
