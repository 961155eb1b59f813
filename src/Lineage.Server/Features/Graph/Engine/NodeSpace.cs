using Lineage.Server.Features.Graph.Walking;

namespace Lineage.Server.Features.Graph.Engine;

/// <summary>Numbers for the nodes of one walk: those of the facts as they are, and beyond them the few that no fact has a number for.</summary>
internal sealed class NodeSpace
{
    private readonly FactStore _facts;
    private readonly string _kind;
    private readonly int _known;
    private List<Node>? _extra;
    private Dictionary<Node, int>? _numbers;

    public NodeSpace(FactStore facts, string kind)
    {
        (_facts, _kind) = (facts, kind);
        Wholes = kind switch { "job" => facts.Jobs.Count, "run" => facts.Groups.Count, "field" => facts.Fields.Count, _ => facts.Datasets.Count };
        _known = kind == "field" ? Wholes + facts.Datasets.Count : Wholes;
    }

    /// <summary>Where the numbers of things of this kind end; among fields, those of whole datasets follow.</summary>
    public int Wholes { get; }

    public int Count => _known + (_extra?.Count ?? 0);

    public Node this[int number] => number >= _known ? _extra![number - _known] : _kind switch
    {
        "job" => new("job", _facts.Jobs[number]),
        "run" => new("run", _facts.Groups[number]),
        "field" when number < Wholes => new("field", _facts.Datasets[_facts.Fields.Dataset(number)], _facts.Fields.Name(number)),
        "field" => new("dataset", _facts.Datasets[number - Wholes]),
        _ => new("dataset", _facts.Datasets[number]),
    };

    /// <summary>The number of what a line leads to.</summary>
    public int Number(int to) => to >= 0 ? to : Wholes + ~to;

    public int Of(Node node) => Find(node) is >= 0 and var number ? number : Extra(node);

    /// <summary>Puts numbers into the order of their nodes.</summary>
    public void Sort(Span<int> numbers)
    {
        var nodes = new Node[numbers.Length];
        for (var n = 0; n < nodes.Length; n++) nodes[n] = this[numbers[n]];
        nodes.AsSpan().Sort(numbers);
    }

    private int Find(Node node) => (_kind, node.Kind) switch
    {
        ("job", "job") => _facts.Jobs.Find(node.Id),
        ("run", "run") => _facts.Groups.Find(node.Id),
        ("field", "field") => _facts.Datasets.Find(node.Id) is >= 0 and var dataset ? _facts.Fields.Find(dataset, node.Field!) : -1,
        ("field", "dataset") => _facts.Datasets.Find(node.Id) is >= 0 and var whole ? Wholes + whole : -1,
        ("dataset", "dataset") => _facts.Datasets.Find(node.Id),
        _ => -1,
    };

    private int Extra(Node node)
    {
        (_extra, _numbers) = (_extra ?? [], _numbers ?? []);
        if (_numbers.TryGetValue(node, out var number)) return number;
        _extra.Add(node);
        return _numbers[node] = _known + _extra.Count - 1;
    }
}
