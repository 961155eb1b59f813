namespace Lineage.Cli.Rendering;

/// <summary>Remarks beside an answer, on standard error.</summary>
internal static class Remarks
{
    internal static void Truncated(CliHost host, bool truncated)
    {
        if (truncated)
            host.Error.WriteLine("Truncated: there is more. Raise --limit or --depth, or ask from one of the last nodes.");
    }
}
