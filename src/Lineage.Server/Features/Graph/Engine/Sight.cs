namespace Lineage.Server.Features.Graph.Engine;

/// <summary>Which observations count: those recorded and valid by then.</summary>
internal readonly struct Sight(FactStore facts, long sequence, long validAt)
{
    public bool Sees(int observation)
    {
        ref readonly var seen = ref facts[observation];
        return seen.Sequence <= sequence && seen.ValidAt <= validAt;
    }

    public bool SeesAny(Adjacency.Near near)
    {
        foreach (var link in near)
            if (Sees(link.Observation)) return true;
        return false;
    }
}
