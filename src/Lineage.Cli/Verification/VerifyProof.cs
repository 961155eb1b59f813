using System.Globalization;
using System.Text;
using Lineage.Cli.Rendering;
using Lineage.Client.Verification;
using Lineage.Merkle;

namespace Lineage.Cli.Verification;

/// <summary>A proof that an event is in a log (<c>*.tlog-proof</c>).</summary>
internal sealed class VerifyProof : IVerifiable
{
    public bool Is(string target, ReadOnlySpan<byte> head) => head.StartsWith("c2sp.org/tlog-proof@v1\n"u8);

    public async Task<int> VerifyAsync(Call call, VerifyArguments given)
    {
        if (given.Keys.Count == 0) throw new UsageException("Name the key of the log with --key; get it from somebody else than whoever gave you the proof.");
        var text = Encoding.UTF8.GetString(await File.ReadAllBytesAsync(given.Target, call.Stop));
        var entry = call.Parse.GetValue<string?>(VerifyOptions.Entry) is { } path ? await File.ReadAllBytesAsync(path, call.Stop) : null;
        VerifiedProof proof;
        try
        {
            proof = ProofVerifier.Verify(text, entry, given.Keys);
        }
        catch (Exception e) when (e is VerificationException or FormatException)
        {
            if (call.Json) return call.WriteJson(new { holds = false, reason = e.Message }, Exit.No);
            await call.Host.Out.WriteLineAsync($"The proof does not hold: {e.Message}");
            return Exit.No;
        }

        if (call.Json) return call.WriteJson(new { holds = true, proof.Event, proof.Origin, proof.Index, proof.Size, proof.Keys });
        var table = Tables.Create(call.Host, "WHAT", "VALUE");
        if (proof.Event is { } e1)
        {
            table.Row("event", e1.EventId.ToString());
            table.Row("type", e1.Type);
            table.Row("recorded", e1.RecordedAt.UtcDateTime.ToString(LeafEntry.TimeFormat, CultureInfo.InvariantCulture));
            table.Row("stream", $"{e1.Stream}, version {e1.Version.ToString(CultureInfo.InvariantCulture)}");
            table.Row("number", e1.Sequence.ToString(CultureInfo.InvariantCulture));
            table.Row("commitment", e1.Commit);
        }

        table.Row("log", proof.Origin);
        table.Row("entry", $"{proof.Index} of {proof.Size}");
        foreach (var key in proof.Keys) table.Row("signed by", key);
        call.Host.Console.Write(table);
        await call.Host.Out.WriteLineAsync(proof.Event is null ? "The proof holds: the entry is in the log." : "The proof holds: the event is in the log.");
        return Exit.Done;
    }
}
