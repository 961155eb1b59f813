namespace Lineage.Server.Features.Graph.Engine;

/// <summary>A neighbour, and the observation that says so.</summary>
internal readonly record struct Link(int To, int Observation);

/// <summary>
/// Neighbours by number: compressed sparse rows for what was there at the last compaction, and short chains for what came since.
/// </summary>
internal sealed class Adjacency
{
    private int[] _starts = [0];
    private Link[] _links = [];
    private int[] _heads = [];
    private Column<(Link Link, int Next)> _delta = new();

    public int Count => _links.Length + _delta.Count;

    public long Bytes => 4L * (_starts.Length + _heads.Length) + 8L * _links.Length + _delta.Bytes;

    public void Add(int key, Link link)
    {
        if (key >= _heads.Length) Array.Resize(ref _heads, Math.Max(key + 1, _heads.Length + (_heads.Length >> 1)));
        _heads[key] = _delta.Add((link, _heads[key])) + 1;
    }

    public Near Of(int key) =>
        new(key < _starts.Length - 1 ? _links.AsSpan(_starts[key], _starts[key + 1] - _starts[key]) : default, _delta, key < _heads.Length ? _heads[key] : 0);

    /// <summary>Rewrites the rows when a quarter of them are chains.</summary>
    public void Compact()
    {
        if (_delta.Count < 1024 || _delta.Count * 4L < _links.Length) return;
        var keys = Math.Max(_starts.Length - 1, _heads.Length);
        while (keys > _starts.Length - 1 && _heads[keys - 1] == 0) keys--;
        var (starts, links, at) = (new int[keys + 1], new Link[Count], 0);
        for (var key = 0; key < keys; key++)
        {
            foreach (var link in Of(key)) links[at++] = link;
            starts[key + 1] = at;
        }

        (_starts, _links, _heads, _delta) = (starts, links, [], new());
    }

    public void Save(SnapshotWriter snapshot)
    {
        snapshot.Write<int>(_starts);
        snapshot.Write<Link>(_links);
        snapshot.Write<int>(_heads);
        _delta.Save(snapshot);
    }

    public void Load(SnapshotReader snapshot)
    {
        (_starts, _links, _heads) = (snapshot.Read<int>(), snapshot.Read<Link>(), snapshot.Read<int>());
        _delta.Load(snapshot);
    }

    /// <summary>The neighbours of one thing, in no order that matters.</summary>
    public ref struct Near(ReadOnlySpan<Link> row, Column<(Link Link, int Next)> delta, int head)
    {
        private readonly ReadOnlySpan<Link> _row = row;
        private int _at = -1;
        private int _head = head;

        public readonly bool IsEmpty => _row.IsEmpty && _head == 0;

        public Link Current { get; private set; }

        public readonly Near GetEnumerator() => this;

        public bool MoveNext()
        {
            if (++_at < _row.Length)
            {
                Current = _row[_at];
                return true;
            }

            if (_head == 0) return false;
            (Current, _head) = (delta[_head - 1].Link, delta[_head - 1].Next);
            return true;
        }
    }
}
