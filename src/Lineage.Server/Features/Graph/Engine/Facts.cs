namespace Lineage.Server.Features.Graph.Engine;

/// <summary>What kind of event an observation is, as numbered in the engine.</summary>
internal enum Sort : byte
{
    Run,
    Job,
    Dataset,
}

/// <summary>The event types that decide the state of a run.</summary>
internal enum Phase : byte
{
    Absent,
    Start,
    Running,
    Complete,
    Fail,
    Abort,
    Other,
}

/// <summary>One observed event; what it says refers to it and so needs no times of its own.</summary>
/// <param name="ValidAt">In ticks.</param>
/// <param name="Job">-1 when it has none.</param>
/// <param name="States">True when it speaks of inputs or outputs.</param>
internal readonly record struct Seen(long Sequence, long ValidAt, int Group, int Job, int Subject, Sort Sort, Phase Phase, bool States)
{
    public bool Ends => Phase is Phase.Complete or Phase.Fail or Phase.Abort;

    /// <summary>True when it is later in valid time, and in the record when both are of the same time.</summary>
    public bool IsAfter(in Seen other) => ValidAt > other.ValidAt || (ValidAt == other.ValidAt && Sequence > other.Sequence);
}

/// <summary>A facet's statement about datasets; a lineage facet that names no source has -1 twice.</summary>
internal readonly record struct Statement(int Source, int Target, int Observation, bool Explicit);

/// <summary>A field derived from a field, or, without target field, a dataset influenced by one.</summary>
/// <param name="Target">The target field; or the dataset, when <paramref name="Whole"/>.</param>
/// <param name="Way">Number of the transformation; -1 when none is stated.</param>
internal readonly record struct Derivation(int Source, int Target, int Observation, int Way, bool Whole, bool Explicit);
