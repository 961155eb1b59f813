namespace Lineage.Cli.Emission;

/// <summary>Says what became of the events: refusals on standard error as they come, counts at the end.</summary>
internal static class EmissionReport
{
    internal static Action<EmissionFailure> Failures(Call call) =>
        failure => call.Host.Error.WriteLine($"{failure.Where}: {failure.Reason}{(failure.Retriable ? " (may be sent again)" : "")}");

    internal static int Finish(Call call, EmissionResult result)
    {
        var exit = result.Failed > 0 ? Exit.No : Exit.Done;
        if (call.Json)
            return call.WriteJson(result, exit);
        call.Host.Out.WriteLine($"Received {result.Received}, successful {result.Successful} ({result.Duplicates} duplicates), failed {result.Failed}.");
        return exit;
    }
}
