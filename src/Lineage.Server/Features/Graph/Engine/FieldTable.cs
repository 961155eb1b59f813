namespace Lineage.Server.Features.Graph.Engine;

/// <summary>Numbers for the fields of datasets; names are kept once, however many datasets have a field of that name.</summary>
internal sealed class FieldTable
{
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
    private readonly List<string> _texts = [];
    private readonly Dictionary<long, int> _fields = [];
    private readonly Column<long> _keys = new();
    private readonly Adjacency _ofDataset = new();
    private long _textBytes;

    public int Count => _keys.Count;

    public long Bytes => _keys.Bytes + _ofDataset.Bytes + 28L * _fields.Capacity + 36L * _names.Capacity + 8L * _texts.Capacity + _textBytes;

    public int Dataset(int field) => (int)(_keys[field] >> 32);

    public string Name(int field) => _texts[(int)_keys[field]];

    public int Add(int dataset, string name)
    {
        var key = ((long)dataset << 32) | (uint)Text(name);
        if (_fields.TryGetValue(key, out var field)) return field;
        _fields[key] = field = _keys.Add(key);
        _ofDataset.Add(dataset, new(field, -1));
        return field;
    }

    public IEnumerable<int> Of(int dataset)
    {
        List<int> fields = [];
        foreach (var link in _ofDataset.Of(dataset)) fields.Add(link.To);
        return fields;
    }

    public void Compact() => _ofDataset.Compact();

    /// <summary>-1 when no event names the field.</summary>
    public int Find(int dataset, string name) => _names.TryGetValue(name, out var text) && _fields.TryGetValue(((long)dataset << 32) | (uint)text, out var field) ? field : -1;

    public void Save(SnapshotWriter snapshot)
    {
        snapshot.Write(_texts);
        _keys.Save(snapshot);
        _ofDataset.Save(snapshot);
    }

    public void Load(SnapshotReader snapshot)
    {
        foreach (var text in snapshot.Read()) Text(text);
        _keys.Load(snapshot);
        _fields.EnsureCapacity(_keys.Count);
        for (var field = 0; field < _keys.Count; field++) _fields[_keys[field]] = field;
        _ofDataset.Load(snapshot);
    }

    private int Text(string name)
    {
        if (_names.TryGetValue(name, out var text)) return text;
        _names[name] = text = _texts.Count;
        _texts.Add(name);
        _textBytes += 24 + 2 * name.Length;
        return text;
    }
}
