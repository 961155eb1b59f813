namespace Lineage.Server.Features.Graph.Engine;

/// <summary>The facts in a snapshot.</summary>
internal sealed partial class FactStore
{
    /// <summary>Writes all facts; rows are made again when asked for.</summary>
    public void Save(SnapshotWriter snapshot)
    {
        foreach (var adjacency in All) adjacency.Save(snapshot);
        Datasets.Save(snapshot);
        Jobs.Save(snapshot);
        Groups.Save(snapshot);
        Fields.Save(snapshot);
        _seen.Save(snapshot);
        Statements.Save(snapshot);
        Derivations.Save(snapshot);
        First.Save(snapshot);
        JobOf.Save(snapshot);
        HasStatements.Save(snapshot);
        snapshot.Write([.. Ways.SelectMany(way => new[] { way.Type, way.Subtype, way.Masking ? "masking" : "" })]);
        snapshot.Write<int>([.. _runKeys.Keys]);
        snapshot.Write([.. _runKeys.Values]);
    }

    public static FactStore Load(SnapshotReader snapshot)
    {
        var facts = new FactStore();
        foreach (var adjacency in facts.All) adjacency.Load(snapshot);
        facts.Datasets.Load(snapshot);
        facts.Jobs.Load(snapshot);
        facts.Groups.Load(snapshot);
        facts.Fields.Load(snapshot);
        facts._seen.Load(snapshot);
        facts.Statements.Load(snapshot);
        facts.Derivations.Load(snapshot);
        facts.First.Load(snapshot);
        facts.JobOf.Load(snapshot);
        facts.HasStatements.Load(snapshot);
        foreach (var way in snapshot.Read().Chunk(3)) facts.Way(new(way[0], way[1], way[2].Length > 0));
        foreach (var (observation, key) in snapshot.Read<int>().Zip(snapshot.Read())) facts._runKeys[observation] = key;
        foreach (ref readonly var seen in facts._seen.Span) facts.Reaches(seen);
        return facts;
    }

    /// <summary>Places in the record of some observations, the last one among them: by their events it can be told whether this is still the same record.</summary>
    public long[] Samples(int most)
    {
        var places = new SortedSet<long>();
        for (var n = 1; n <= most && _seen.Count > 0; n++) places.Add(_seen[(int)((long)_seen.Count * n / most) is > 0 and var at ? at - 1 : 0].Sequence);
        return [.. places];
    }
}
