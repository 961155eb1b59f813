using Lineage.Server.Features.Graph.Interpretation;

namespace Lineage.Server.Features.Graph.Reading;

/// <summary>A dataset made from another.</summary>
internal readonly record struct DatasetEdge(Guid Source, Guid Target, Basis Basis);

/// <summary>
/// What the events of one run, or one static event, say together: events of a run accumulate. The only place that knows which statements take
/// precedence: an explicit lineage facet, else the column lineage of an output, else all inputs with that output.
/// </summary>
internal sealed class GroupFacts(Guid id)
{
    private readonly HashSet<(Guid Source, Guid Target)> _explicit = [];
    private readonly Dictionary<Guid, HashSet<Guid>> _columns = [];

    public Guid Id { get; } = id;

    /// <summary>The job of its earliest event.</summary>
    public Guid? Job { get; set; }

    public HashSet<Guid> Inputs { get; } = [];

    public HashSet<Guid> Outputs { get; } = [];

    /// <summary>True when a lineage facet was there, even one that names no source.</summary>
    public bool IsExplicit { get; private set; }

    public void Use(string role, Guid dataset)
    {
        if (role == "input") Inputs.Add(dataset);
        else if (role == "output") Outputs.Add(dataset);
    }

    public void State(string basis, Guid? source, Guid? target)
    {
        if (basis == "lineage")
        {
            IsExplicit = true;
            if (source is { } s && target is { } t) _explicit.Add((s, t));
        }
        else if (source is { } s && target is { } t)
        {
            if (!_columns.TryGetValue(t, out var sources)) _columns[t] = sources = [];
            sources.Add(s);
        }
    }

    /// <summary>Each dataset with the datasets it was really made from; none from itself.</summary>
    public IEnumerable<DatasetEdge> Precise()
    {
        if (IsExplicit) return _explicit.Where(e => e.Source != e.Target).Select(e => new DatasetEdge(e.Source, e.Target, Basis.Lineage));
        return Outputs.SelectMany(output => _columns.TryGetValue(output, out var sources)
                ? sources.Select(source => new DatasetEdge(source, output, Basis.ColumnLineage))
                : Inputs.Select(input => new DatasetEdge(input, output, Basis.Inputs)))
            .Where(e => e.Source != e.Target);
    }

    /// <summary>Every input with every output.</summary>
    public IEnumerable<DatasetEdge> Cartesian() =>
        Inputs.SelectMany(input => Outputs.Where(output => output != input).Select(output => new DatasetEdge(input, output, Basis.Inputs)));
}
