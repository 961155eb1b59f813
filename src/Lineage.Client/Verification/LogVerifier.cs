using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Lineage.Merkle;

namespace Lineage.Client.Verification;

/// <summary>
/// Verifies the logs of the token's tenant over HTTP: downloads checkpoint, tiles, entries and rows, and recomputes everything itself,
/// so that nothing has to be believed but the key. What a notebook remembers shows a log that shrank or was rewritten since.
/// </summary>
/// <param name="client">Reaches the server, with a token that may read the log and, with rows, stored events.</param>
/// <param name="options">What is trusted and remembered.</param>
public sealed partial class LogVerifier(LineageClient client, LogVerifierOptions options)
{
    private static readonly string[] OfRows = [DifferenceKind.Payload, DifferenceKind.Row, DifferenceKind.Mac, DifferenceKind.RowMissing, DifferenceKind.RowInserted, DifferenceKind.Held];
    private readonly List<string> _remarks = [];
    private readonly List<CheckedRemote> _checked = [];
    private readonly Dictionary<string, LogMemory> _memories = new(StringComparer.Ordinal);

    /// <summary>Verifies all of it; a verifier is used once.</summary>
    /// <param name="ct">Stops early; the notebook is left as it was.</param>
    /// <exception cref="LineageProblemException">The server refused, or kept failing.</exception>
    /// <exception cref="IOException">The notebook cannot be used.</exception>
    public async Task<LogVerification> Verify(CancellationToken ct = default)
    {
        try
        {
            return await All(ct).ConfigureAwait(false);
        }
        finally
        {
            foreach (var memory in _memories.Values) memory.Dispose();
        }
    }

    private async Task<LogVerification> All(CancellationToken ct)
    {
        var tenant = (await client.GetStatusAsync(ct).ConfigureAwait(false)).Tenant ?? throw new HttpRequestException("The server does not say which tenant the token is for.");
        var keys = await client.GetLogKeyAsync(ct).ConfigureAwait(false);
        var family = Continued().Replace(keys.Origin, "");
        var server = client.Options.Url?.ToString() ?? "";
        var notebook = options.Notebooks is { } folder ? LogNotebook.Open(folder, server, tenant, family) : null;
        var trust = new KeyTrust([.. options.Keys.Concat((notebook?.Keys ?? []).Select(VerifierKey.Parse))], [.. keys.All.Select(VerifierKey.Parse)]);

        // Asked before the checkpoint, so that the checkpoint covers at least that much.
        var rows = options.Rows ? (await client.GetLogRowsAsync(0, 1, _ => { }, ct).ConfigureAwait(false)).Head : null;
        var audit = new RecordAudit(tenant, options.Rows ? RemoteLog.Rows(client) : null)
        {
            AfterPage = (progress, _) =>
            {
                options.Progress?.Report(progress);
                return Task.CompletedTask;
            },
        };
        if (options.Keys.FirstOrDefault(key => Continued().Replace(key.Name, "") != family) is { } foreign) Tell(audit, DifferenceKind.Key, $"The given key is for the log {foreign.Name}; the server serves {keys.Origin}.", null);
        if (options.Notebooks is { } notebooks && LogNotebook.Other(notebooks, server, tenant, family) is { } other) Tell(audit, DifferenceKind.Forked, $"This server served the log {other} before; now it serves {family}.", null);
        await Logs(tenant, keys.Origin, audit, trust, notebook, ct).ConfigureAwait(false);
        await audit.Finish(rows?.Mark ?? 0, ct).ConfigureAwait(false);
        if (rows?.Held is { } held) Tell(audit, DifferenceKind.Held, $"The server adds nothing to this log until somebody has looked: {held}", keys.Origin);
        await Keys(tenant, audit, trust, ct).ConfigureAwait(false);
        Remember(audit, trust, notebook);
        return new(
            tenant, [.. _checked.Select(log => new VerifiedLog(log.Head.Origin, log.Head.Size, log.Head.Root.ToString(), [.. log.Signers.Where(trust.Has).Select(key => key.ToString())], log.Before?.Size, log.Before?.VerifiedAt))],
            audit.Counts, options.Rows, audit.Differences.Count, audit.Differences.FirstEvent?.EventId, audit.Differences.First, _remarks);
    }

    private async Task Logs(string tenant, string origin, RecordAudit audit, KeyTrust trust, LogNotebook? notebook, CancellationToken ct)
    {
        var generations = Continued().Match(origin) is { Success: true } match ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 1;
        var logs = new List<(string Prefix, RemoteLog Remote, string? Note)>();
        for (var generation = 1; generation <= generations; generation++)
        {
            var prefix = generation == generations ? "" : string.Create(CultureInfo.InvariantCulture, $"R{generation}/");
            var remote = new RemoteLog(client, tenant, prefix);
            logs.Add((prefix, remote, await remote.Checkpoint(ct).ConfigureAwait(false)));
        }

        var restores = new List<RestoreNote>();
        foreach (var (_, remote, note) in logs.Where(log => log.Note is not null).Skip(1))
            if (await First(remote, note!, ct).ConfigureAwait(false) is { } restore) restores.Add(restore);
        for (var number = 0; number < logs.Count; number++)
            if (logs[number].Note is { } note) await Log(number, logs[number].Prefix, logs[number].Remote, note, restores, audit, trust, notebook, ct).ConfigureAwait(false);
        if (logs[^1].Note is null && notebook?.Of(origin) is { } remembered) Tell(audit, DifferenceKind.Shrunk, $"The log had {remembered.Size} entries on {Day(remembered)}; now there is none.", origin, 0, remembered.IdAt(0));
        if (logs.TrueForAll(log => log.Note is null)) _remarks.Add("Nothing is sealed for this tenant yet.");
        if (options.Checkpoint is { } kept && Kept(kept, audit, trust) is { } file && _checked.TrueForAll(log => log.Head.Origin != file.Origin))
            Tell(audit, DifferenceKind.Forked, $"The checkpoint you gave is of the log {file.Origin}, which the server does not serve.", file.Origin);
    }

    private async Task Log(int number, string prefix, RemoteLog remote, string note, List<RestoreNote> restores, RecordAudit audit, KeyTrust trust, LogNotebook? notebook, CancellationToken ct)
    {
        var (head, signers) = Open(number, note, audit, trust);
        if (head is null) return;
        var memory = _memories[head.Origin] = new(notebook, head.Origin);
        var rotations = new List<AuditedLeaf>();
        List<KeptCheckpoint> kept = options.Checkpoint is { } given && Kept(given, null, trust) is { } file && file.Origin == head.Origin ? [new("that you gave", file)] : [];
        _checked.Add(new(prefix, note, head, signers, memory.Before, rotations));
        await audit.Log(
            new(head, remote, remote.Entries(head.Size), kept, leaf =>
            {
                memory.See(leaf);
                if (leaf.Event?.Type == KeyRotations.Type) rotations.Add(leaf);
            }), ct).ConfigureAwait(false);
        if (memory.Changed is { } changed)
            audit.Differences.Add(number, new(DifferenceKind.Forked, $"Entry {changed.Index} is not what it was on {Day(memory.Before!)}: the log was rewritten and signed again.", head.Origin, changed.Index, changed.Event?.EventId, changed.Event?.Sequence));
        if (memory.Before is { } before && before.Size > head.Size) Shrunk(number, head, before, restores.Find(restore => restore.OldOrigin == head.Origin), audit);
        if (restores.Find(restore => restore.Log == head.Origin) is { } continued) Explain(number, continued, audit, trust);
    }

    private static (Checkpoint?, IReadOnlyList<VerifierKey>) Open(int number, string note, RecordAudit audit, KeyTrust trust)
    {
        try
        {
            return trust.Open(Encoding.UTF8.GetBytes(note));
        }
        catch (Exception unsigned) when (unsigned is VerificationException or FormatException)
        {
            audit.Differences.Add(number, new(DifferenceKind.Signature, $"The checkpoint that the server serves proves nothing: {unsigned.Message}"));
            return (null, []);
        }
    }

    private void Shrunk(int number, Checkpoint head, Remembered before, RestoreNote? restore, RecordAudit audit)
    {
        var lost = before.IdAt(head.Size);
        if (restore is not null && before.Size <= restore.LostTo) _remarks.Add($"The restore cost entries of {head.Origin} that were verified on {Day(before)}: {head.Size} to {before.Size - 1}{(lost is null ? "" : $", the first of them of event {lost}")}.");
        else audit.Differences.Add(number, new(DifferenceKind.Shrunk, $"The log had {before.Size} entries on {Day(before)}; now it has {head.Size}. The last {before.Size - head.Size} were cut off.", head.Origin, head.Size, lost));
    }

    private void Explain(int number, RestoreNote restore, RecordAudit audit, KeyTrust trust)
    {
        var lost = restore.LostTo - restore.LostFrom;
        _remarks.Add($"The log {restore.OldOrigin} was set back by a restore and is continued as {restore.Log} since {Time(restore.RestoredAt)}. {(lost == 0 ? "It says that none of its entries is lost." : $"It says that the last {lost} of its {restore.LostTo} entries are lost.")}");
        try
        {
            var (old, signers) = trust.Open(Encoding.UTF8.GetBytes(restore.OldCheckpoint));
            if (old.Origin == restore.OldOrigin && old.Size == restore.LostTo && signers.Any(trust.Has)) return;
        }
        catch (Exception e) when (e is VerificationException or FormatException)
        {
            // Told below: whatever is wrong with it, it vouches for nothing.
        }

        audit.Differences.Add(number, new(DifferenceKind.Signature, "The note of the restore does not hold the last checkpoint of the log before it, signed by a trusted key.", restore.Log, 0));
    }

    private static async Task<RestoreNote?> First(RemoteLog remote, string note, CancellationToken ct)
    {
        var size = SignedNote.Parse(Encoding.UTF8.GetBytes(note)) is var signed && Checkpoint.TryParse(signed.Text, out var head) ? head.Size : 0;
        return size > 0 && await remote.Entries(size)(0, 1, ct).ConfigureAwait(false) is { Count: > 0 } entries && entries[0] is { } entry ? RestoreNote.TryParse(entry.Span) : null;
    }

    private static Checkpoint? Kept(byte[] note, RecordAudit? audit, KeyTrust trust)
    {
        try
        {
            return trust.Open(note).Checkpoint;
        }
        catch (Exception unsigned) when (unsigned is VerificationException or FormatException)
        {
            if (audit is not null) Tell(audit, DifferenceKind.Signature, $"The checkpoint you gave proves nothing: {unsigned.Message}", null);
            return null;
        }
    }

    private async Task Keys(string tenant, RecordAudit audit, KeyTrust trust, CancellationToken ct)
    {
        if (trust.IsFirstUse && _checked.Count > 0) _remarks.Add($"No key was given and none was known: {string.Join(" and ", _checked[^1].Signers)} is trusted from now on because the server named it. Compare it with one you got elsewhere.");
        var rotations = new KeyRotations(client, tenant, trust);
        foreach (var log in _checked)
        {
            _remarks.AddRange(await rotations.Follow(log, ct).ConfigureAwait(false));
            if (!log.Signers.Any(trust.Has)) Tell(audit, DifferenceKind.Key, $"The log is signed by {string.Join(" and ", log.Signers)} and not by the key that is known; no change to that key was sealed under the known one.", log.Head.Origin);
        }
    }

    private void Remember(RecordAudit audit, KeyTrust trust, LogNotebook? notebook)
    {
        if (notebook is null) return;

        // Rows may be wrong while the log is right; what the log signed counts all the same.
        var good = audit.Differences.Count == audit.Differences.CountOf(OfRows) && _checked.TrueForAll(log => log.Signers.Any(trust.Has));
        foreach (var log in _checked)
        {
            var memory = _memories[log.Head.Origin];
            if (good) notebook.Remember(log.Head.Origin, log.Before?.Size > log.Head.Size ? log.Before : memory.Learnt(log.Note, client.Options.Time.GetUtcNow()));
            else memory.Forget();
        }

        if (good && _checked.Count > 0) notebook.Save(_checked.SelectMany(log => trust.Under(log.Head.Origin)).Select(key => key.ToString()).Distinct());
    }

    private static void Tell(RecordAudit audit, string kind, string words, string? origin, long? index = null, Guid? id = null) => audit.Differences.Add(0, new(kind, words, origin, index, id));

    private static string Day(Remembered remembered) => Time(remembered.VerifiedAt);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"/R(\d{1,6})$")]
    private static partial Regex Continued();
}
