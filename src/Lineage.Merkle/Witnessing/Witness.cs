using System.Globalization;

namespace Lineage.Merkle;

/// <summary>Decides whether to cosign a checkpoint (C2SP tlog-witness, "add-checkpoint"). Keeps nothing: who calls it stores and locks.</summary>
/// <param name="signer">The key of the witness, for cosignatures.</param>
public sealed class Witness(INoteSigner signer)
{
    private readonly INoteSigner _signer = signer.Key.Algorithm == VerifierKey.Cosignature
        ? signer
        : throw new ArgumentException("A witness signs with a key for cosignatures.", nameof(signer));

    /// <summary>Answers a request.</summary>
    /// <param name="body">The body as received.</param>
    /// <param name="logs">What is known of the log with an origin, or null.</param>
    public WitnessAnswer AddCheckpoint(ReadOnlySpan<byte> body, Func<string, WitnessedLog?> logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        try
        {
            var request = AddCheckpointRequest.Parse(NoteText.Decode(body));
            var note = SignedNote.Parse(NoteText.Encode(request.Note));
            var checkpoint = Checkpoint.Parse(note.Text);
            return logs(checkpoint.Origin) is { } log ? Answer(request, note, checkpoint, log) : Refuse(404, "This witness does not know the log.");
        }
        catch (FormatException e)
        {
            return Refuse(400, e.Message);
        }
        catch (VerificationException e)
        {
            return Refuse(403, e.Message);
        }
    }

    // The order of the checks is that of the norm: who asks, whether the sizes make sense, what is remembered, and then the proof.
    private WitnessAnswer Answer(AddCheckpointRequest request, SignedNote note, Checkpoint checkpoint, WitnessedLog log)
    {
        if (note.VerifiedBy(log.Keys).Count == 0)
        {
            return Refuse(403, "No trusted key of the log signed the checkpoint.");
        }

        if (request.Old > checkpoint.Size)
        {
            return Refuse(400, "The old size is larger than the size of the checkpoint.");
        }

        if (request.Old != log.Size)
        {
            return Refuse(409, log.Size.ToString(CultureInfo.InvariantCulture));
        }

        return Follows(request, checkpoint, log)
            ? new(200, $"{Cosigned(note)}\n", log with { Size = checkpoint.Size, Root = checkpoint.Root })
            : Refuse(422, "The consistency proof does not lead from the remembered checkpoint to this one.");
    }

    // Nothing can contradict the empty tree, so nothing is proven from it; the empty tree has one root only.
    private static bool Follows(AddCheckpointRequest request, Checkpoint checkpoint, WitnessedLog log) =>
        request.Old == 0
            ? request.Path.Count == 0 && (checkpoint.Size > 0 || checkpoint.Root == Rfc6962.EmptyRoot)
            : ConsistencyProof.Verify(request.Old, checkpoint.Size, log.Root, checkpoint.Root, request.Path);

    private NoteSignature Cosigned(SignedNote note) =>
        new(_signer.Key.Name, _signer.Key.KeyId, _signer.Sign(NoteText.Encode(note.Text)));

    private static WitnessAnswer Refuse(int status, string words) => new(status, $"{words}\n", null);
}
