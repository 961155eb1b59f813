using Lineage.Server.Features.Graph.Walking;

namespace Lineage.Server.Features.Graph.Engine;

/// <summary>Numbers for the nodes of one walk: those of the facts as they are, and beyond them the few that no fact has a number for.</summary>
internal sealed class NodeSpace
{
    private readonly FactStore _facts;
    private readonly string _kind;
    private readonly List<Node> _extra = [];
    private readonly Dictionary<Node, int> _numbers = [];

    public NodeSpace(FactStore facts, string kind)
    {
        (_facts, _kind) = (facts, kind);
        Known = kind switch { "job" => facts.Jobs.Count, "run" => facts.Groups.Count, "field" => facts.Fields.Count, _ => facts.Datasets.Count };
    }

    /// <summary>Numbers below this are those of the facts.</summary>
    public int Known { get; }

    public Node this[int number] => number >= Known ? _extra[number - Known] : _kind switch
    {
        "job" => new("job", _facts.Jobs[number]),
        "run" => new("run", _facts.Groups[number]),
        "field" => new("field", _facts.Datasets[_facts.Fields.Dataset(number)], _facts.Fields.Name(number)),
        _ => new("dataset", _facts.Datasets[number]),
    };

    public int Of(Node node) => Find(node) is >= 0 and var number ? number : Extra(node);

    private int Find(Node node) => node.Kind != _kind ? -1 : _kind switch
    {
        "job" => _facts.Jobs.Find(node.Id),
        "run" => _facts.Groups.Find(node.Id),
        "field" => _facts.Datasets.Find(node.Id) is >= 0 and var dataset ? _facts.Fields.Find(dataset, node.Field!) : -1,
        _ => _facts.Datasets.Find(node.Id),
    };

    private int Extra(Node node)
    {
        if (_numbers.TryGetValue(node, out var number)) return number;
        _extra.Add(node);
        return _numbers[node] = Known + _extra.Count - 1;
    }
}
