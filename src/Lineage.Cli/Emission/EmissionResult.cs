namespace Lineage.Cli.Emission;

/// <summary>An event that was not stored, and why.</summary>
internal sealed record EmissionFailure(string Where, string Reason, bool Retriable);

/// <summary>What became of the events sent so far. Keeps the first thousand failures; the counts hold all.</summary>
internal sealed class EmissionResult
{
    private const int Kept = 1000;
    private readonly List<EmissionFailure> failures = [];

    public long Received { get; private set; }

    public long Successful { get; private set; }

    public long Duplicates { get; private set; }

    public long Failed { get; private set; }

    public IReadOnlyList<EmissionFailure> Failures => failures;

    internal void Fail(EmissionFailure failure)
    {
        (Received, Failed) = (Received + 1, Failed + 1);
        if (failures.Count < Kept)
            failures.Add(failure);
    }

    internal void Succeed(long count, long duplicates) => (Received, Successful, Duplicates) = (Received + count, Successful + count, Duplicates + duplicates);
}
