using Lineage.Client;

namespace Lineage.Cli.Emission;

/// <summary>Sends events and says what became of them: refusals on standard error as they come, counts at the end.</summary>
internal static class EmissionReport
{
    private const int Retries = 5;

    internal static async Task<int> RunAsync(Call call, Func<BatchSender, Task> work, ReceiptBook? receipts = null)
    {
        var sender = new BatchSender(call.MakeClient(Retries, receipts), Failures(call));
        try
        {
            await work(sender);
            await sender.FlushAsync(call.Stop);
        }
        catch
        {
            await call.Host.Error.WriteLineAsync($"Before it stopped: {Counts(sender.Result)} Run it again: what was taken is known and counted as duplicate.");
            throw;
        }

        if (receipts is { Lost: > 0 })
            await call.Host.Error.WriteLineAsync($"{receipts.Lost} receipts could not be kept: {receipts.LastError?.Message}");
        var exit = sender.Result.Failed > 0 || receipts is { Lost: > 0 } ? Exit.No : Exit.Done;
        if (call.Json)
            return call.WriteJson(sender.Result, exit);
        await call.Host.Out.WriteLineAsync(Counts(sender.Result));
        return exit;
    }

    internal static Action<EmissionFailure> Failures(Call call) =>
        failure => call.Host.Error.WriteLine($"{failure.Where}: {failure.Reason}{(failure.Retriable ? " (may be sent again)" : "")}");

    private static string Counts(EmissionResult result) =>
        $"Received {result.Received}, successful {result.Successful} ({result.Duplicates} duplicates), failed {result.Failed}.";
}
