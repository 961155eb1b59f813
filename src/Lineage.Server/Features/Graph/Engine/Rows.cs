namespace Lineage.Server.Features.Graph.Engine;

/// <summary>The rows of one window: kept ones where everything recorded counts, else made for this walk alone.</summary>
internal sealed class Rows
{
    private readonly FactStore _facts;
    private readonly bool _current;
    private readonly long _validAt;
    private readonly bool _isLast;
    private readonly bool _isWhole;
    private readonly long _sequence;
    private RowBuilder? _builder;
    private Dictionary<(RowKind Kind, int Key), Line[]>? _own;
    private Tables<Line> _last;
    private Tables<TimedLine> _timed;
    private Line[] _scratch = [];

    public Rows(FactStore facts, bool current, long sequence, long validAt)
    {
        (_facts, _current, _sequence, _validAt) = (facts, current, sequence, validAt);
        _isWhole = sequence >= facts.LastSequence;
        _isLast = _isWhole && validAt >= facts.LastValid;
    }

    private RowBuilder Builder => _builder ??= new(_facts, _current, _sequence);

    /// <summary>The rows as they are kept; null when what is kept is not what counts.</summary>
    public Line[]?[]? Kept(RowKind kind) => _isLast ? Last(kind) : null;

    /// <summary>The row, good until the next is asked for.</summary>
    public ReadOnlySpan<Line> Of(RowKind kind, int key)
    {
        if (_isLast)
        {
            var table = Last(kind);
            return table[key] ?? _facts.Rows.Keep(kind, _current, table, key, Last(Builder.Build(kind, key)));
        }

        if (_isWhole)
        {
            var table = _timed[(int)kind] ??= _facts.Rows.Timed(kind, _current, Count(kind));
            return Now(table[key] ?? _facts.Rows.Keep(kind, _current, table, key, Builder.Build(kind, key)));
        }

        _own ??= [];
        if (!_own.TryGetValue((kind, key), out var row)) _own[(kind, key)] = row = Now(Builder.Build(kind, key)).ToArray();
        return row;
    }

    private Line[]?[] Last(RowKind kind) => _last[(int)kind] ??= _facts.Rows.Last(kind, _current, Count(kind));

    private int Count(RowKind kind) => kind switch
    {
        RowKind.FieldSources or RowKind.FieldTargets => _facts.Fields.Count,
        RowKind.Reads or RowKind.Writes => _facts.Jobs.Count,
        _ => _facts.Datasets.Count,
    };

    private static Line[] Last(TimedLine[] row)
    {
        var count = 0;
        foreach (ref readonly var line in row.AsSpan())
            if (line.Until == Span.Ever) count++;
        if (count == 0) return [];
        var (last, at) = (new Line[count], 0);
        foreach (ref readonly var line in row.AsSpan())
            if (line.Until == Span.Ever) last[at++] = line.Line;
        return last;
    }

    private ReadOnlySpan<Line> Now(TimedLine[] row)
    {
        if (_scratch.Length < row.Length) _scratch = new Line[Math.Max(64, row.Length + (row.Length >> 1))];
        var count = 0;
        foreach (ref readonly var line in row.AsSpan())
            if (line.From <= _validAt && _validAt < line.Until) _scratch[count++] = line.Line;
        return _scratch.AsSpan(0, count);
    }

    /// <summary>A table for each kind of rows.</summary>
    [System.Runtime.CompilerServices.InlineArray((int)RowKind.Readers + 1)]
    private struct Tables<T>
    {
        private T[]?[]? _first;
    }
}
