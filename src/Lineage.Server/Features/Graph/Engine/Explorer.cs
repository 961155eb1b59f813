using Lineage.Server.Features.Graph.Walking;

namespace Lineage.Server.Features.Graph.Engine;

/// <summary>Walks the facts for one question.</summary>
internal sealed class Explorer
{
    private readonly FactStore _facts;
    private readonly Question _question;
    private readonly NodeSpace _space;
    private readonly SameData _same;
    private readonly Sight _sight;
    private readonly ILines _lines;

    public Explorer(FactStore facts, Question question)
    {
        (_facts, _question, _space, _sight) = (facts, question, new(facts, question.Granularity), new(facts, question.Sequence, question.ValidAt));
        _same = new(facts, _sight, facts.Symlinks.Count > 0 && question.Root.Kind is "dataset" or "field" ? facts.Datasets.Find(question.Root.Id) : -1);
        _lines = question.Granularity == "run" ? new RunLines(View(), _same) : Lines(new(facts, question.Current, question.Sequence, question.ValidAt));
    }

    /// <summary>True when an event in the window surely names the root; there are events that only the database knows of.</summary>
    public bool KnowsRoot()
    {
        var root = _question.Root;
        switch (root.Kind)
        {
            case "run":
                return _facts.Groups.Find(root.Id) is >= 0 and var run && View().Observations(run).Count > 0;
            case "job":
                return _facts.Jobs.Find(root.Id) is >= 0 and var job && _sight.SeesAny(_facts.OfJob.Of(job));
            case "dataset" or "field" when _facts.Datasets.Find(root.Id) is >= 0 and var dataset:
                if (root.Kind == "dataset") return _sight.SeesAny(_facts.Readers.Of(dataset)) || _sight.SeesAny(_facts.Writers.Of(dataset)) || _sight.SeesAny(_facts.Named.Of(dataset));
                foreach (var name in _same.Names(dataset))
                    if (_facts.Fields.Find(name, root.Field!) is >= 0 and var field && (_sight.SeesAny(_facts.FieldFrom.Of(field)) || _sight.SeesAny(_facts.FieldTo.Of(field)))) return true;
                return false;
            default:
                return false;
        }
    }

    /// <returns>The way walked; null when this is no question for the engine.</returns>
    public Route? Walk(Paper paper, CancellationToken cancellationToken)
    {
        paper.Clean();
        var route = new Route(_space, _lines, _question.Limit, paper);
        if (_question.Direction != "downstream" && !Go(route, true, cancellationToken)) return null;
        if (_question.Direction != "upstream" && !Go(route, false, cancellationToken)) return null;
        return route;
    }

    /// <summary>Puts ids to the numbers of a route.</summary>
    public Found Describe(Route route)
    {
        var nodes = new Node[route.Nodes.Length];
        Guid[]?[]? names = null;
        RunSeen?[]? runs = null;
        for (var n = 0; n < nodes.Length; n++)
        {
            var node = nodes[n] = _space[route.Nodes[n]];
            if (node.Kind == "run") (runs ??= new RunSeen?[nodes.Length])[n] = Run(_facts.Groups.Find(node.Id));
            else if (node.Kind != "job" && !_same.IsPlain && _facts.Datasets.Find(node.Id) is >= 0 and var dataset && _same.Names(dataset) is { Length: > 1 } all)
                (names ??= new Guid[]?[nodes.Length])[n] = [.. all.ToArray().Select(name => _facts.Datasets[name])];
        }

        List<FoundEdge> edges = [];
        route.Edges(edges);
        Dictionary<int, int> places = [];
        List<Node> vias = [];
        foreach (ref var edge in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(edges))
        {
            if (edge.Via < 0) continue;
            if (!places.TryGetValue(edge.Via, out var place))
            {
                places[edge.Via] = place = vias.Count;
                vias.Add(_question.Granularity is "dataset" or "field" ? new("job", _facts.Jobs[edge.Via]) : new("dataset", _facts.Datasets[edge.Via]));
            }

            edge = edge with { Via = place };
        }

        return new(nodes, route.Depths.ToArray(), names, runs, edges, [.. vias], _question.Granularity == "field" ? [.. _facts.Ways] : [], [.. (route.Stubs ?? []).Select(route.Place)]);
    }

    private GroupView View() => new(_facts, _sight, _question.Current, _question.Sequence, _question.ValidAt);

    private ILines Lines(Rows rows) => _question.Granularity switch
    {
        "job" => new JobLines(_facts, rows, _same, _sight),
        "field" => new FieldLines(_facts, rows, _same, _space),
        _ => new DatasetLines(_facts, rows, _same),
    };

    private bool Go(Route route, bool upstream, CancellationToken cancellationToken)
    {
        if (Seeds(upstream) is not var (root, seeds, intoRoot)) return false;
        route.Go(_space.Of(root), seeds, intoRoot, upstream, _question.Depth, cancellationToken);
        return true;
    }

    private RunSeen Run(int run)
    {
        var view = View();
        var (observations, job) = (view.Observations(run), view.Job(run));
        var (earliest, fold) = (observations[0], default(Fold));
        foreach (var observation in observations)
        {
            if (_facts[earliest].IsAfter(_facts[observation])) earliest = observation;
            fold.Add(_facts[observation]);
        }

        return new(job < 0 ? null : _facts.Jobs[job], fold.State, _facts.RunKey(earliest) ?? _facts.Groups[run].ToString("D"));
    }

    private (Node Root, IReadOnlyCollection<int> Seeds, bool? IntoRoot)? Seeds(bool upstream)
    {
        var root = _question.Root;
        switch (root.Kind, _question.Granularity)
        {
            case ("field", "dataset"):
                root = new("dataset", root.Id);
                return (root, [_space.Of(root)], null);
            case ("dataset", "dataset") or ("job", "job") or ("run", "run") or ("field", "field"):
                return (root, [_space.Of(root)], null);
            case ("dataset", "field"):
                return (root, [_space.Of(root), .. Fields(root.Id)], null);
            case ("job", "dataset"):
                return (root, Datasets(OfJob(root.Id), upstream), upstream);
            case ("run" or "version", "dataset") or ("version", "run"):
                Guid[] ids = root.Kind == "run" ? [root.Id] : _question.Writers;
                int[] groups = [.. ids.Select(_facts.Groups.Find)];
                if (groups.Contains(-1)) return null;
                return _question.Granularity == "run" ? (root, groups, true) : (root, Datasets(groups, upstream), upstream);
            case ("dataset" or "field", "job"):
                return (root, JobsAround(root.Id, upstream), upstream);
            default:
                return null;
        }
    }

    /// <summary>The fields of the dataset that an edge names, under this name alone.</summary>
    private List<int> Fields(Guid id)
    {
        List<int> fields = [];
        if (_facts.Datasets.Find(id) is not (>= 0 and var dataset)) return fields;
        foreach (var field in _facts.Fields.Of(dataset))
            if (_sight.SeesAny(_facts.FieldFrom.Of(field)) || _sight.SeesAny(_facts.FieldTo.Of(field))) fields.Add(field);
        return fields;
    }

    private HashSet<int> OfJob(Guid id)
    {
        HashSet<int> groups = [];
        if (_facts.Jobs.Find(id) is not (>= 0 and var job)) return groups;
        var view = View();
        foreach (var link in _facts.OfJob.Of(job))
            if (_sight.Sees(link.Observation) && view.Counts(link.To)) groups.Add(link.To);
        return groups;
    }

    private HashSet<int> Datasets(IEnumerable<int> groups, bool read)
    {
        List<int> found = [];
        var view = View();
        foreach (var group in groups) view.Datasets(group, read, alsoStated: false, found);
        return [.. found.Select(_same.Of)];
    }

    /// <summary>The jobs that wrote (or read) the dataset, or say something about what does.</summary>
    private HashSet<int> JobsAround(Guid id, bool wrote)
    {
        HashSet<int> jobs = [];
        var view = View();
        if (_facts.Datasets.Find(id) is not (>= 0 and var dataset)) return jobs;
        foreach (var name in _same.Names(dataset))
        {
            foreach (var link in (wrote ? _facts.Writers : _facts.Readers).Of(name)) Around(link, link.To);
            foreach (var link in (wrote ? _facts.StatedTo : _facts.StatedFrom).Of(name)) Around(link, _facts[link.Observation].Group);
        }

        return jobs;

        void Around(Link link, int group)
        {
            if (_sight.Sees(link.Observation) && view.Counts(group) && view.Job(group) is >= 0 and var job) jobs.Add(job);
        }
    }
}
