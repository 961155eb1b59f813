using System.Text;
using System.Text.Json;
using Lineage.Merkle;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Lineage.Tests.Merkle;

public class NoteVectorTests
{
    [SharedFact(Vectors.Folder)]
    public void Notes_are_opened_or_refused_as_published() =>
        Assert.All(Vectors.Cases("signed-note"), vector =>
            Assert.Equal((vector.Number("verified"), vector.GetProperty("error").GetString()), Opened(vector)));

    [SharedFact(Vectors.Folder)]
    public void Verifier_keys_are_read_or_refused_as_published() =>
        Assert.All(Vectors.Cases("vkey"), vector =>
        {
            Assert.Equal(vector.GetProperty("ok").GetBoolean(), VerifierKey.TryParse(vector.Text("vkey"), out var key));
            Assert.True(key is null || key.ToString() == vector.Text("vkey"));
        });

    [SharedFact(Vectors.Folder)]
    public void Signing_gives_the_published_notes() =>
        Assert.All(Vectors.Cases("note-sign"), vector =>
        {
            var secret = vector.Text("skey").Split('+', 5);
            var signer = new Ed25519Signer(secret[2], Convert.FromBase64String(secret[4]).AsSpan(1));
            Assert.Equal(vector.Text("vkey"), signer.Key.ToString());
            Assert.Equal(vector.Text("note"), SignedNote.Sign(vector.Text("text"), signer).ToString());
        });

    // The accepted bodies of the suite have hashes of other lengths, so they are tried with one of 32 bytes;
    // empty extension lines, which one implementation lets pass, are refused as C2SP tlog-checkpoint says.
    [SharedFact(Vectors.Folder)]
    public void Checkpoint_bodies_are_read_or_refused_as_published() =>
        Assert.All(Vectors.Cases("checkpoint-body"), vector =>
        {
            var body = vector.Text("body");
            if (vector.IsWrong())
            {
                Assert.False(Checkpoint.TryParse(body, out _));
                return;
            }

            var rest = vector.Text("rest");
            var read = Checkpoint.TryParse(body.Replace(vector.Text("hash"), Rfc6962.EmptyRoot.ToString(), StringComparison.Ordinal), out var checkpoint);
            Assert.Equal(!$"\n{rest}".Contains("\n\n", StringComparison.Ordinal), read);
            Assert.True(!read || (checkpoint!.Origin, checkpoint.Size, checkpoint.Extension) == (vector.Text("origin"), vector.Number("size"), rest));
        });

    [SharedFact(Vectors.Folder)]
    public void Ed25519_signs_as_RFC_8032_publishes() =>
        Assert.All(Vectors.Cases("ed25519-rfc8032"), vector =>
        {
            var signer = new Ed25519Signer("name", vector.Hex("secret"));
            Assert.Equal(vector.Hex("public"), signer.Key.PublicKey.ToArray());
            Assert.Equal(vector.Hex("signature"), signer.Sign(vector.Hex("message")));
            Assert.True(Ed25519.Verify(vector.Hex("signature"), 0, vector.Hex("public"), 0, vector.Hex("message"), 0, vector.Hex("message").Length));
        });

    // RFC 8032 section 5.1.7 wants encodings that are not canonical refused; the rest is ours to choose, and noticed here if a new library chooses otherwise.
    [SharedFact(Vectors.Folder)]
    public void Ed25519_refuses_keys_and_signatures_with_a_second_spelling_and_keys_of_low_order() =>
        Assert.All(Vectors.Cases("ed25519-edge"), vector =>
        {
            string[] flags = vector.GetProperty("flags") is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(flag => flag.GetString()!)] : [];
            var key = VerifierKey.Ed25519("name", vector.Hex("key"));
            var verifies = key.Verifies(vector.Text("msg"), new NoteSignature("name", key.KeyId, vector.Hex("sig")));
            Assert.False(verifies && flags.Any(flag => flag.StartsWith("non_canonical", StringComparison.Ordinal) || flag == "low_order_A"), vector.Id());
        });

    private static (long Verified, string? Error) Opened(JsonElement vector)
    {
        try
        {
            VerifierKey[] keys = [.. vector.GetProperty("vkeys").EnumerateArray().Select(key => VerifierKey.Parse(key.GetString()!))];
            var verified = SignedNote.Parse(Encoding.UTF8.GetBytes(vector.Text("note"))).VerifiedBy(keys).Count;
            return (verified, verified == 0 ? "unverified" : null);
        }
        catch (SignatureMismatchException)
        {
            return (0, "invalid-signature");
        }
        catch (FormatException)
        {
            return (0, "malformed");
        }
    }
}
