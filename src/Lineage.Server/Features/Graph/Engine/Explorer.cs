using Lineage.Server.Features.Graph.Walking;

namespace Lineage.Server.Features.Graph.Engine;

/// <summary>Walks the facts for one question.</summary>
internal sealed class Explorer<TSight>
    where TSight : struct, ISight
{
    private readonly FactStore _facts;
    private readonly Question _question;
    private readonly GroupView<TSight> _view;
    private readonly SameData<TSight> _same;
    private readonly NodeSpace _space;
    private readonly RunSteps<TSight> _runs;

    public Explorer(FactStore facts, TSight sight, IJudgements judged, Question question)
    {
        (_facts, _question) = (facts, question);
        var preferred = question.Root.Kind is "dataset" or "field" ? facts.Datasets.Find(question.Root.Id) : -1;
        (_view, _same, _space) = (new(facts, sight, question.Current, judged), new(facts, sight, preferred), new(facts, question.Granularity));
        _runs = new(_view, _same);
    }

    /// <returns>The way walked; null when this is no question for the engine.</returns>
    public Route? Walk(Paper paper, CancellationToken cancellationToken)
    {
        var route = new Route(_space, _question.Limit, paper.Clean(_space.Known));
        ISteps steps = _question.Granularity switch
        {
            "job" => new JobSteps<TSight>(_view, _same),
            "run" => _runs,
            "field" => new FieldSteps<TSight>(_view, _same, _space),
            _ => new DatasetSteps<TSight>(_view, _same),
        };
        foreach (var upstream in _question.Direction switch { "upstream" => [true], "downstream" => [false], _ => new[] { true, false } })
        {
            if (Seeds(upstream) is not var (root, seeds, intoRoot)) return null;
            route.Go(_space.Of(root), seeds, intoRoot, steps, upstream, _question.Depth, cancellationToken);
        }

        return route;
    }

    /// <summary>Puts ids to the numbers of a route.</summary>
    public Found Describe(Route route)
    {
        var nodes = new Node[route.Nodes.Count];
        var (depths, names, runs) = (new int[nodes.Length], new Guid[]?[nodes.Length], new RunSeen?[nodes.Length]);
        for (var n = 0; n < nodes.Length; n++)
        {
            var number = route.Nodes[n];
            (nodes[n], depths[n]) = (_space[number], route.Depth(n));
            if (nodes[n].Kind == "run") runs[n] = Run(_facts.Groups.Find(nodes[n].Id));
            else if (nodes[n].Kind != "job" && _facts.Symlinks.Count > 0 && _facts.Datasets.Find(nodes[n].Id) is >= 0 and var dataset && _same.Names(dataset) is { Length: > 1 } all)
                names[n] = [.. all.Select(name => _facts.Datasets[name])];
        }

        Dictionary<int, int> vias = [];
        List<Node> via = [];
        var edges = new FoundEdge[route.Steps.Count];
        for (var n = 0; n < edges.Length; n++)
        {
            var step = route.Steps[n];
            var place = -1;
            if (step.Via >= 0 && !vias.TryGetValue(step.Via, out place))
            {
                vias[step.Via] = place = via.Count;
                via.Add(_question.Granularity is "dataset" or "field" ? new("job", _facts.Jobs[step.Via]) : new("dataset", _facts.Datasets[step.Via]));
            }

            edges[n] = new(route.Place(step.From), route.Place(step.To), place, step.Basis, step.Way < 0 ? null : _facts.Ways[step.Way]);
        }

        return new(nodes, depths, names, runs, edges, [.. via], [.. route.Stubs.Select(route.Place)]);
    }

    private RunSeen Run(int run)
    {
        var (observations, job) = (_view.Observations(run), _view.Job(run));
        var earliest = observations.Aggregate((a, b) => _facts[a].IsAfter(_facts[b]) ? b : a);
        return new(job < 0 ? null : _facts.Jobs[job], _runs.Of(run).State, _facts.RunKey(earliest) ?? _facts.Groups[run].ToString("D"));
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
            if (Any(_facts.FieldFrom.Of(field)) || Any(_facts.FieldTo.Of(field))) fields.Add(field);
        return fields;
    }

    private bool Any(Adjacency.Near near)
    {
        foreach (var link in near)
            if (_view.Sees(link.Observation)) return true;
        return false;
    }

    private HashSet<int> OfJob(Guid id)
    {
        HashSet<int> groups = [];
        if (_facts.Jobs.Find(id) is not (>= 0 and var job)) return groups;
        foreach (var link in _facts.OfJob.Of(job))
            if (_view.Sees(link.Observation) && _view.Counts(link.To)) groups.Add(link.To);
        return groups;
    }

    private HashSet<int> Datasets(IEnumerable<int> groups, bool read)
    {
        List<int> found = [];
        foreach (var group in groups) _view.Datasets(group, read, alsoStated: false, found);
        return [.. found.Select(_same.Of)];
    }

    /// <summary>The jobs that wrote (or read) the dataset, or say something about what does.</summary>
    private HashSet<int> JobsAround(Guid id, bool wrote)
    {
        HashSet<int> jobs = [];
        if (_facts.Datasets.Find(id) is not (>= 0 and var dataset)) return jobs;
        foreach (var name in _same.Names(dataset) is { Length: > 0 } names ? names : [dataset])
        {
            foreach (var link in (wrote ? _facts.Writers : _facts.Readers).Of(name)) Around(link, link.To);
            foreach (var link in (wrote ? _facts.StatedTo : _facts.StatedFrom).Of(name)) Around(link, _facts[link.Observation].Group);
        }

        return jobs;

        void Around(Link link, int group)
        {
            if (_view.Sees(link.Observation) && _view.Counts(group) && _view.Job(group) is >= 0 and var job) jobs.Add(job);
        }
    }
}
