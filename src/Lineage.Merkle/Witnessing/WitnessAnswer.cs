namespace Lineage.Merkle;

/// <summary>What a witness answers to a request (C2SP tlog-witness, "add-checkpoint").</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The cosignature line for 200, the remembered size for 409, otherwise the reason in words.</param>
/// <param name="Remember">For 200 what the witness must store, before it answers and only if it still remembers what it was asked with; otherwise null.</param>
public sealed record WitnessAnswer(int Status, string Body, WitnessedLog? Remember)
{
    /// <summary>The content type of the body.</summary>
    public string ContentType => Status == 409 ? AddCheckpointRequest.SizeContentType : "text/plain; charset=utf-8";
}
