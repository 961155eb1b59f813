using System.Net;
using System.Text;
using Lineage.Client;
using Lineage.Merkle;

namespace Lineage.Cli.Witnessing;

/// <summary>What came of asking the log for its last checkpoint.</summary>
/// <param name="Problem">Why it was not cosigned; null when it was.</param>
internal sealed record PullResult(string Origin, long From, long To, string? File, string? Problem);

/// <summary>A witness that nobody can reach: it fetches the log's last checkpoint, checks that it continues the one it remembers, and cosigns it.</summary>
internal static class WitnessPull
{
    internal static async Task<PullResult> RunAsync(WitnessState state, LineageClient client, CancellationToken stop)
    {
        var head = (await client.GetConsistencyAsync(0, ct: stop)).Checkpoint;
        var note = SignedNote.Parse(Encoding.UTF8.GetBytes(head));
        var checkpoint = Checkpoint.Parse(note.Text);
        if (state.Known(checkpoint.Origin) is not { } known) return new(checkpoint.Origin, 0, checkpoint.Size, null, "This witness does not know the log; name its key with --log.");
        var result = new PullResult(checkpoint.Origin, known.Size, checkpoint.Size, state.FileOf(checkpoint.Origin), null);
        if (Signature(note, known) is { } unsigned) return result with { Problem = unsigned };
        if (checkpoint.Size < known.Size) return result with { Problem = $"THE LOG SHRANK: {known.Size} entries were signed before, now {checkpoint.Size}." };
        var answer = state.Add(Encoding.UTF8.GetBytes(new AddCheckpointRequest(known.Size, await ProofAsync(client, known.Size, checkpoint.Size, stop), head).ToString()));
        return answer.Status switch
        {
            200 => result,
            422 => result with { Problem = $"THE LOG FORKED: its {checkpoint.Size} entries do not begin with the {known.Size} that were signed before." },
            _ => result with { Problem = answer.Body.TrimEnd() },
        };
    }

    private static string? Signature(SignedNote note, WitnessedLog known)
    {
        try
        {
            return note.VerifiedBy(known.Keys).Count > 0 ? null : "No key of the log that this witness knows signed the checkpoint; after a rotation name the new one with --log.";
        }
        catch (VerificationException e)
        {
            return e.Message;
        }
    }

    // A server that cannot show a proof is treated as one that shows a wrong one.
    private static async Task<IReadOnlyList<MerkleHash>> ProofAsync(LineageClient client, long from, long to, CancellationToken stop)
    {
        if (from == 0 || from == to) return [];
        try
        {
            return [.. (await client.GetConsistencyAsync(from, to, stop)).Proof.Select(MerkleHash.Parse)];
        }
        catch (Exception e) when (e is FormatException or LineageProblemException { Status: HttpStatusCode.UnprocessableEntity })
        {
            return [];
        }
    }
}
