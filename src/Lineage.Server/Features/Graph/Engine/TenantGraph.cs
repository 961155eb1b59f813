using System.Collections.Concurrent;
using Lineage.Server.Features.Graph.Reading;

namespace Lineage.Server.Features.Graph.Engine;

/// <summary>
/// One tenant's facts in memory, up to a place in the record. Many read at once; what is new is put in between reads, and no reader sees it
/// before its window reaches that far.
/// </summary>
/// <param name="generation">Which building of the read models it was read from.</param>
internal sealed class TenantGraph(string tenant, Guid generation) : IDisposable
{
    private const long MostPaper = 16 << 20;
    private readonly ReaderWriterLockSlim _gate = new();
    private readonly Lock _start = new();
    private readonly ConcurrentBag<Paper> _paper = [];
    private readonly ConcurrentDictionary<Guid, Named> _names = [];
    private FactStore _facts = new();
    private Task _loading = Task.CompletedTask;
    private long _position;
    private long _nameBytes;
    private long _saved;

    public string Tenant => tenant;

    public Guid Generation => generation;

    /// <summary>When it last answered, by the engine's count.</summary>
    public long Used { get; set; }

    /// <summary>True when it was too large to keep, or of read models that were built anew meanwhile; the facts are gone then.</summary>
    public bool IsGone { get; private set; }

    public long Bytes => _facts.Bytes + _facts.Rows.Bytes + Volatile.Read(ref _nameBytes) + _paper.Sum(paper => paper.Bytes);

    public long Edges => _facts.Edges;

    /// <summary>Edges that no snapshot has yet.</summary>
    public long Unsaved => IsGone ? 0 : _facts.Edges - _saved;

    /// <summary>Brings the facts up to that place, at least. A caller that gives up leaves the loading to the others.</summary>
    /// <returns>False when there are none: they take more memory than they may, or are being built anew.</returns>
    public async Task<bool> Reach(long sequence, GraphSource source, long most, CancellationToken cancellationToken)
    {
        while (!IsGone && Volatile.Read(ref _position) < sequence) await Loading(() => Load(sequence, source, most)).WaitAsync(cancellationToken);
        return !IsGone;
    }

    /// <summary>Keeps a snapshot. Questions go on; only what is new waits.</summary>
    public async Task Save(SnapshotFolder folder, CancellationToken cancellationToken)
    {
        var saving = Task.CompletedTask;
        for (var started = false; !started;)
        {
            await Loading(() =>
            {
                started = true;
                return saving = Saved();
            }).WaitAsync(cancellationToken);
        }

        await saving;

        async Task Saved()
        {
            var edges = _facts.Edges;
            if (!IsGone && _position > 0) await folder.Save(tenant, generation, _facts, cancellationToken);
            _saved = edges;
        }
    }

    /// <summary>Answers a question whose window the facts reach; null when it is none for the engine.</summary>
    public Found? Explore(Question question, CancellationToken cancellationToken)
    {
        _gate.EnterReadLock();
        try
        {
            if (IsGone || question.Sequence > Volatile.Read(ref _position)) return null;
            if (!_paper.TryTake(out var paper)) paper = new();
            try
            {
                var explorer = new Explorer(_facts, question);
                return explorer.Walk(paper, cancellationToken) is { } route ? explorer.Describe(route) : null;
            }
            finally
            {
                // What a very long walk wrote on is not kept: memory is for facts.
                if (paper.Bytes < MostPaper && _paper.Count < Environment.ProcessorCount) _paper.Add(paper);
                _facts.LimitRows();
            }
        }
        finally
        {
            _gate.ExitReadLock();
        }
    }

    /// <summary>True when an event in the question's window surely names its root.</summary>
    public bool Knows(Question question)
    {
        _gate.EnterReadLock();
        try
        {
            return !IsGone && question.Sequence <= Volatile.Read(ref _position) && new Explorer(_facts, question).KnowsRoot();
        }
        finally
        {
            _gate.ExitReadLock();
        }
    }

    /// <summary>The names behind ids, asked for once.</summary>
    public async Task<IReadOnlyDictionary<Guid, Named>> Names(IEnumerable<Guid> ids, GraphReader reader, CancellationToken cancellationToken)
    {
        List<Guid>? unknown = null;
        foreach (var id in ids)
            if (!_names.ContainsKey(id)) (unknown ??= []).Add(id);
        if (unknown is null) return _names;
        foreach (var (id, (kind, ns, name)) in await reader.Names(tenant, unknown, cancellationToken))
        {
            var named = new Named(kind == "job", ns, name);
            if (_names.TryAdd(id, named)) Interlocked.Add(ref _nameBytes, named.Bytes);
        }

        return _names;
    }

    public void Dispose() => _gate.Dispose();

    /// <summary>What is under way, or else this.</summary>
    private Task Loading(Func<Task> next)
    {
        lock (_start) return _loading = _loading.IsCompleted ? Task.Run(next) : _loading;
    }

    private async Task Load(long sequence, GraphSource source, long most)
    {
        try
        {
            if (_position == 0 && await source.Snapshot(tenant, generation, most) is { } kept) Replace(kept);
            var isFirst = _position == 0;
            await source.Rows(tenant, _position, sequence, part => Change(part, most));
            if (await source.Generation() != generation)
            {
                Forget(isGone: true);
                return;
            }

            Change(facts =>
            {
                facts.Compact();
                if (isFirst) facts.Trim();
            }, most);
            Volatile.Write(ref _position, sequence);
        }
        catch (TooLargeException)
        {
            Forget(isGone: true);
        }
        catch
        {
            // A part of the rows is in: the next caller begins anew.
            Forget(isGone: false);
            throw;
        }
    }

    private void Replace(FactStore kept)
    {
        _gate.EnterWriteLock();
        _facts = kept;
        _gate.ExitWriteLock();
        _saved = kept.Edges;
        Volatile.Write(ref _position, kept.LastSequence);
    }

    private void Forget(bool isGone)
    {
        _gate.EnterWriteLock();
        (IsGone, _facts) = (isGone, new());
        Volatile.Write(ref _position, 0);
        _names.Clear();
        (_nameBytes, _saved) = (0, 0);
        _gate.ExitWriteLock();
    }

    private void Change(Action<FactStore> change, long most)
    {
        _gate.EnterWriteLock();
        try
        {
            change(_facts);
        }
        finally
        {
            _gate.ExitWriteLock();
        }

        if (Bytes > most) throw new TooLargeException();
    }

    private sealed class TooLargeException : Exception;
}
