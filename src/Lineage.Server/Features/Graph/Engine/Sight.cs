namespace Lineage.Server.Features.Graph.Engine;

/// <summary>Which observations count. A struct, so that asking costs nothing when all do.</summary>
internal interface ISight
{
    bool Sees(int observation);
}

/// <summary>Every fact counts: the window reaches beyond the last one in both times.</summary>
internal readonly struct SeesAll : ISight
{
    public bool Sees(int observation) => true;
}

/// <summary>Those count that were recorded and valid by then.</summary>
internal readonly struct SeesUntil(FactStore facts, long sequence, long validAt) : ISight
{
    public bool Sees(int observation)
    {
        ref readonly var seen = ref facts[observation];
        return seen.Sequence <= sequence && seen.ValidAt <= validAt;
    }
}
