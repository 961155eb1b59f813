using Lineage.Contracts;

namespace Lineage.Server.Features.Graph.Engine;

/// <summary>
/// What all events of a tenant say about lineage, in arrays of numbers. Nothing is decided here: each statement keeps the observation it
/// rests on, so that one structure answers for any window and for both views.
/// </summary>
internal sealed partial class FactStore
{
    private const int Scanned = 64;
    private readonly Column<Seen> _seen = new();
    private readonly Dictionary<Transformation, int> _wayNumbers = [];
    private readonly Dictionary<int, string> _runKeys = [];
    private int _at;

    public IdMap Datasets { get; } = new();

    public IdMap Jobs { get; } = new();

    /// <summary>Runs by their id, and static events, which have none here.</summary>
    public IdMap Groups { get; } = new();

    public FieldTable Fields { get; } = new();

    public List<Transformation> Ways { get; } = [];

    public Column<Statement> Statements { get; } = new();

    public Column<Derivation> Derivations { get; } = new();

    /// <summary>The group's first observation.</summary>
    public Column<int> First { get; } = new();

    /// <summary>The job of all observations of the group; -1 for none, -2 when they differ.</summary>
    public Column<int> JobOf { get; } = new();

    /// <summary>True for groups about which facets say something.</summary>
    public Column<bool> HasStatements { get; } = new();

    public Adjacency More { get; } = new();

    public Adjacency Inputs { get; } = new();

    public Adjacency Outputs { get; } = new();

    public Adjacency Readers { get; } = new();

    public Adjacency Writers { get; } = new();

    /// <summary>Observations that name a dataset as neither input nor output: as the subject of a dataset event (To = 1) or inside a facet (To = 0).</summary>
    public Adjacency Named { get; } = new();

    public Adjacency StatedIn { get; } = new();

    public Adjacency StatedFrom { get; } = new();

    public Adjacency StatedTo { get; } = new();

    public Adjacency OfJob { get; } = new();

    public Adjacency Described { get; } = new();

    public Adjacency FieldFrom { get; } = new();

    public Adjacency FieldTo { get; } = new();

    public Adjacency WholeTo { get; } = new();

    public Adjacency JobFrom { get; } = new();

    public Adjacency JobTo { get; } = new();

    public Adjacency Symlinks { get; } = new();

    public long LastSequence { get; private set; }

    public long LastValid { get; private set; }

    public ref readonly Seen this[int observation] => ref _seen[observation];

    /// <summary>Statements about edges: uses, facets' statements and derivations of fields.</summary>
    public long Edges => Inputs.Count + Outputs.Count + Statements.Count + Derivations.Count;

    private IEnumerable<Adjacency> All =>
        [More, Inputs, Outputs, Readers, Writers, Named, StatedIn, StatedFrom, StatedTo, OfJob, Described, FieldFrom, FieldTo, WholeTo, JobFrom, JobTo, Symlinks];

    public long Bytes =>
        All.Sum(a => a.Bytes) + Datasets.Bytes + Jobs.Bytes + Groups.Bytes + Fields.Bytes + _seen.Bytes + Statements.Bytes + Derivations.Bytes + First.Bytes + JobOf.Bytes +
        HasStatements.Bytes + 100L * (_runKeys.Count + Ways.Count);

    /// <summary>The run's id as this observation has it; null when it is the group's id in its usual form.</summary>
    public string? RunKey(int observation) => _runKeys.GetValueOrDefault(observation);

    /// <summary>Observations come in the order of the record.</summary>
    public void Observe(long sequence, long validAt, Sort sort, Phase phase, bool states, Guid? run, Guid? job, Guid? subject, string? runKey)
    {
        var group = run is { } id ? Groups.Add(id) : Groups.AddUnnamed();
        var ofJob = job is { } j ? Jobs.Add(j) : -1;
        var about = subject is { } s ? Datasets.Add(s) : -1;
        var observation = _seen.Add(new(sequence, validAt, group, ofJob, about, sort, phase, states));
        if (group == First.Count)
        {
            First.Add(observation);
            JobOf.Add(ofJob);
            HasStatements.Add(false);
        }
        else
        {
            More.Add(group, new(observation, observation));
            if (JobOf[group] != ofJob) JobOf[group] = -2;
        }

        if (ofJob >= 0) OfJob.Add(ofJob, new(group, observation));
        if (about >= 0 && states) Described.Add(about, new(group, observation));
        if (runKey is not null) _runKeys[observation] = runKey;
        if (!Rows.IsEmpty) _changed.Add(observation);
        Reaches(_seen[observation]);
    }

    public void Use(int observation, Guid dataset, Role role)
    {
        var (group, d) = (_seen[observation].Group, Datasets.Add(dataset));
        if (role is Role.Input or Role.Output)
        {
            var (ofGroup, ofDataset) = role == Role.Input ? (Inputs, Readers) : (Outputs, Writers);
            if (IsSaid(ofGroup, group, d, observation)) return;
            ofGroup.Add(group, new(d, observation));
            ofDataset.Add(d, new(group, observation));
        }
        else if (!IsSaid(Named, d, role == Role.Subject ? 1 : 0, observation))
        {
            Named.Add(d, new(role == Role.Subject ? 1 : 0, observation));
        }
    }

    public void State(int observation, bool isExplicit, Guid? source, Guid? target)
    {
        var group = _seen[observation].Group;
        var said = new Statement(source is { } s ? Datasets.Add(s) : -1, target is { } t ? Datasets.Add(t) : -1, observation, isExplicit);
        var near = StatedIn.Of(group);
        for (var n = 0; n < Scanned && near.MoveNext(); n++)
            if (Statements[near.Current.To] with { Observation = observation } == said && Covers(near.Current.Observation, observation)) return;
        var link = new Link(Statements.Add(said), observation);
        HasStatements[group] = true;
        StatedIn.Add(group, link);
        if (said.Source >= 0) StatedFrom.Add(said.Source, link);
        if (said.Target >= 0) StatedTo.Add(said.Target, link);
    }

    public void Derive(int observation, bool isExplicit, Guid source, string sourceField, Guid target, string? targetField, Transformation? way)
    {
        var (from, into) = (Fields.Add(Datasets.Add(source), sourceField), Datasets.Add(target));
        var to = targetField is null ? into : Fields.Add(into, targetField);
        var said = new Derivation(from, to, observation, Way(way), targetField is null, isExplicit);
        var near = (said.Whole ? WholeTo : FieldTo).Of(to);
        for (var n = 0; n < Scanned && near.MoveNext(); n++)
            if (Derivations[near.Current.To] with { Observation = observation } == said && SameEvent(near.Current.Observation, observation)) return;
        var link = new Link(Derivations.Add(said), observation);
        FieldFrom.Add(from, link);
        (said.Whole ? WholeTo : FieldTo).Add(to, link);
    }

    public void Follow(int observation, Guid from, Guid to)
    {
        var (f, t) = (Jobs.Add(from), Jobs.Add(to));
        if (IsSaid(JobFrom, f, t, observation)) return;
        JobFrom.Add(f, new(t, observation));
        JobTo.Add(t, new(f, observation));
    }

    public void Alias(int observation, Guid dataset, Guid other)
    {
        var (d, o) = (Datasets.Add(dataset), Datasets.Add(other));
        if (d == o || IsSaid(Symlinks, d, o, observation)) return;
        Symlinks.Add(d, new(o, observation));
        Symlinks.Add(o, new(d, observation));
    }

    /// <summary>The observation with that place in the record.</summary>
    public int At(long sequence)
    {
        // What is said comes in the order of the record, mostly.
        if (_at < _seen.Count && _seen[_at].Sequence == sequence) return _at;
        if (_at + 1 < _seen.Count && _seen[_at + 1].Sequence == sequence) return ++_at;
        return _at = Search(sequence);
    }

    private int Search(long sequence)
    {
        var (low, high) = (0, _seen.Count - 1);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_seen[middle].Sequence < sequence) low = middle + 1;
            else high = middle;
        }

        return _seen[low].Sequence == sequence ? low : throw new InvalidDataException($"Event {sequence} has rows but no observation.");
    }

    /// <summary>Ends a change: rows that no longer hold are forgotten, and long chains become rows of arrays.</summary>
    public void Compact()
    {
        if (_changed.Count > 0) ForgetRows();
        foreach (var adjacency in All) adjacency.Compact();
        Fields.Compact();
    }

    public void Trim()
    {
        Datasets.Trim();
        Jobs.Trim();
        Groups.Trim();
        _seen.Trim();
        Statements.Trim();
        Derivations.Trim();
        First.Trim();
        JobOf.Trim();
        HasStatements.Trim();
    }

    private void Reaches(in Seen seen) => (LastSequence, LastValid) = (Math.Max(LastSequence, seen.Sequence), Math.Max(LastValid, seen.ValidAt));

    private int Way(Transformation? way)
    {
        if (way is null) return -1;
        if (_wayNumbers.TryGetValue(way, out var number)) return number;
        Ways.Add(way);
        return _wayNumbers[way] = Ways.Count - 1;
    }

    /// <summary>True when an observation that every window with this one also holds said the same; looked for where it costs little, since saying it twice does no harm.</summary>
    private bool IsSaid(Adjacency adjacency, int key, int value, int observation)
    {
        var near = adjacency.Of(key);
        for (var n = 0; n < Scanned && near.MoveNext(); n++)
            if (near.Current.To == value && Covers(near.Current.Observation, observation)) return true;
        return false;
    }

    private bool Covers(int earlier, int later) => _seen[earlier].Sequence <= _seen[later].Sequence && _seen[earlier].ValidAt <= _seen[later].ValidAt;

    // Of a run the job that an event names goes with its field edges, so only the same job's events stand for each other.
    private bool SameEvent(int earlier, int later) => _seen[earlier].Group == _seen[later].Group && _seen[earlier].Job == _seen[later].Job && Covers(earlier, later);
}

/// <summary>The part of a dataset in an event.</summary>
internal enum Role : byte
{
    Input,
    Output,
    Subject,
    Referenced,
}
