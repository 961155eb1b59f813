using System.Text.Json;
using Lineage.Contracts;
using Lineage.Merkle;

namespace Lineage.Client.Verification;

/// <summary>Follows a log from one signing key to the next: by events that the old key sealed and that name the new one.</summary>
internal sealed class KeyRotations(LineageClient client, string tenant, KeyTrust trust)
{
    /// <summary>The type of the events that hand over from one key to the next.</summary>
    public const string Type = "log_key_rotated";

    /// <summary>Trusts the new key of each rotation of a log that the old key stands behind.</summary>
    /// <returns>A sentence for each.</returns>
    public async Task<List<string>> Follow(CheckedRemote log, CancellationToken ct)
    {
        var words = new List<string>();
        foreach (var leaf in log.Rotations)
        {
            var e = leaf.Event!;
            if (await Payload(e, ct).ConfigureAwait(false) is not { } change || trust.Has(change.New) || !trust.Has(change.Old)) continue;
            if (!await SealedUnder(change.Old, leaf.Index, log, ct).ConfigureAwait(false)) continue;
            trust.Trust(change.New);
            words.Add($"The signing key was changed: event {e.EventId} (entry {leaf.Index}), sealed under the key known so far, names {change.New}.");
        }

        return words;
    }

    /// <summary>What the event says, if it is what was committed to.</summary>
    private async Task<(VerifierKey Old, VerifierKey New)?> Payload(LeafEntry e, CancellationToken ct)
    {
        LogRow? row = null;
        await client.GetLogRowsAsync(e.Sequence - 1, 1, r => row = r, ct).ConfigureAwait(false);
        if (row is null || row.EventId != e.EventId || row.Body.Length == 0 || !new Commitment(e.Commit, row.Salt ?? "").Opens(row.Body)) return null;
        using var body = JsonDocument.Parse(row.Body);
        return VerifierKey.TryParse(body.RootElement.GetProperty("oldKey").GetString(), out var old) && VerifierKey.TryParse(body.RootElement.GetProperty("newKey").GetString(), out var fresh) ? (old, fresh) : null;
    }

    private async Task<bool> SealedUnder(VerifierKey key, long index, CheckedRemote log, CancellationToken ct)
    {
        if (log.Signers.Any(signer => Same(signer, key)) || log.Before?.Size > index) return true;
        if (await client.GetCoveringCheckpointAsync(log.Head.Origin, index, ct).ConfigureAwait(false) is not { } note) return false;
        try
        {
            var (old, signers) = trust.Open(note);
            if (old.Origin != log.Head.Origin || old.Size <= index || old.Size > log.Head.Size || !signers.Any(signer => Same(signer, key))) return false;
            return old.Size == log.Head.Size
                ? old.Root == log.Head.Root
                : ConsistencyProof.Verify(old.Size, log.Head.Size, old.Root, log.Head.Root, await new TiledTree(log.Head.Size, new RemoteLog(client, tenant, log.Prefix)).Consistency(old.Size, ct).ConfigureAwait(false));
        }
        catch (Exception e) when (e is VerificationException or FormatException)
        {
            return false;
        }
    }

    private static bool Same(VerifierKey a, VerifierKey b) => a.PublicKey.Span.SequenceEqual(b.PublicKey.Span);
}

/// <summary>A log that was read, as far as its keys are concerned.</summary>
/// <param name="Prefix">Where its files are below the tenant's log.</param>
/// <param name="Head">Its checkpoint.</param>
/// <param name="Signers">Keys that signed the checkpoint, trusted or not.</param>
/// <param name="Before">What the notebook remembers of it.</param>
/// <param name="Rotations">Leaves of events that change the key.</param>
internal sealed record CheckedRemote(string Prefix, string Note, Checkpoint Head, IReadOnlyList<VerifierKey> Signers, Remembered? Before, IReadOnlyList<AuditedLeaf> Rotations);
