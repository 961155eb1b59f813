using System.Text;
using Lineage.Merkle;

namespace Lineage.Tests.Merkle;

public class WitnessTests
{
    private static readonly MemoryLog Log = MemoryLog.Of(300);

    [SharedFact(Vectors.Folder)]
    public void Published_requests_get_the_published_status() =>
        Assert.All(Vectors.Cases("witness-sequence"), vector =>
        {
            var key = vector.TryGetProperty("vkey", out var vkey)
                ? VerifierKey.Parse(vkey.GetString()!)
                : VerifierKey.Ed25519(vector.Text("origin"), vector.Hex("logEd25519PublicKeyHex"));
            var log = WitnessedLog.New(vector.Text("origin"), [key]);
            foreach (var step in vector.GetProperty("steps").EnumerateArray())
            {
                var answer = new Witness(Keys.Witness).AddCheckpoint(Encoding.UTF8.GetBytes(step.Text("body")), origin => origin == log.Origin ? log : null);

                // One witness answers 403 for a log it does not know; the norm says 404.
                Assert.Equal(step.Number("status"), answer.Status == 404 ? 403 : answer.Status);
                log = answer.Remember ?? log;
            }
        });

    [Fact]
    public async Task A_log_that_only_grows_is_cosigned_again_and_again()
    {
        var known = WitnessedLog.New(Keys.Origin, [Keys.Log.Key]);
        foreach (var size in new[] { 0L, 5, 5, 256, 300 })
        {
            var request = await Request(known.Size, size);
            var answer = Ask(request, known);
            Assert.Equal(200, answer.Status);
            var note = SignedNote.Parse(Encoding.UTF8.GetBytes(request.Note + answer.Body));
            Assert.Equal([Keys.Log.Key, Keys.Witness.Key], note.VerifiedBy([Keys.Log.Key, Keys.Witness.Key]));
            Assert.True(Keys.Witness.Key.Verifies(note, out var cosignature) && cosignature.CosignedAt == Keys.Now);
            known = answer.Remember!;
            Assert.Equal(size, known.Size);
        }
    }

    [Fact]
    public async Task Another_size_than_the_remembered_one_is_answered_with_that_one()
    {
        var answer = Ask(await Request(5, 300), await Known(7));
        Assert.Equal((409, "7\n", "text/x.tlog.size"), (answer.Status, answer.Body, answer.ContentType));
        Assert.Null(answer.Remember);
        Assert.Equal(409, Ask(await Request(0, 300), await Known(300)).Status);
    }

    [Fact]
    public async Task A_fork_is_not_cosigned()
    {
        var honest = await Request(256, 300);
        Assert.Equal(422, Ask(honest, await Known(256) with { Root = Rfc6962.EmptyRoot }).Status);
        Assert.Equal(422, Ask(honest with { Path = [] }, await Known(256)).Status);
        Assert.Equal(422, Ask(honest with { Path = [.. honest.Path, Rfc6962.EmptyRoot] }, await Known(256)).Status);
        Assert.Equal(422, Ask(await Request(300, 300), await Known(300) with { Root = Rfc6962.EmptyRoot }).Status);
        Assert.Equal(422, Ask(await Request(0, 300) with { Path = honest.Path }, await Known(0)).Status);
        Assert.Equal(422, Ask(new(0, [], Signed(new(Keys.Origin, 0, Log.Root))), await Known(0)).Status);
    }

    [Fact]
    public async Task Who_asks_is_checked_before_what_is_remembered()
    {
        var request = await Request(9, 5);
        Assert.Equal(404, Ask(request, null).Status);
        Assert.Equal(403, Ask(request, WitnessedLog.New(Keys.Origin, [Keys.Other.Key])).Status);
        Assert.Equal(403, Ask(request with { Note = request.Note.Replace("\n5\n", "\n6\n", StringComparison.Ordinal) }, await Known(0)).Status);
        Assert.Equal(400, Ask(request, await Known(0)).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("old 0\n")]
    [InlineData("old 0\nNOTE")]
    [InlineData("old 00\n\nNOTE")]
    [InlineData("old -1\n\nNOTE")]
    [InlineData("Old 0\n\nNOTE")]
    [InlineData("old 0\nAAAA\n\nNOTE")]
    [InlineData("old 0\n\ntext\n")]
    [InlineData("old 0\r\n\r\nNOTE")]
    public async Task A_malformed_request_is_a_bad_one(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body.Replace("NOTE", (await Request(0, 5)).Note, StringComparison.Ordinal));
        Assert.Equal(400, new Witness(Keys.Witness).AddCheckpoint(bytes, _ => WitnessedLog.New(Keys.Origin, [Keys.Log.Key])).Status);
        Assert.Equal(400, new Witness(Keys.Witness).AddCheckpoint([0xff], _ => null).Status);
    }

    [Fact]
    public async Task A_request_reads_its_own_text_and_has_at_most_63_hashes()
    {
        var request = await Request(100, 300);
        Assert.Equal(request.ToString(), AddCheckpointRequest.Parse(request.ToString()).ToString());
        MerkleHash[] longest = [.. Enumerable.Repeat(Rfc6962.EmptyRoot, 63)];
        Assert.Equal(longest, AddCheckpointRequest.Parse((request with { Path = longest }).ToString()).Path);
        Assert.Throws<FormatException>(() => AddCheckpointRequest.Parse((request with { Path = [.. longest, longest[0]] }).ToString()));
    }

    [Fact]
    public void A_witness_has_a_key_for_cosignatures() => Assert.Throws<ArgumentException>(() => new Witness(Keys.Log));

    private static WitnessAnswer Ask(AddCheckpointRequest request, WitnessedLog? known) =>
        new Witness(Keys.Witness).AddCheckpoint(Encoding.UTF8.GetBytes(request.ToString()), _ => known);

    private static async Task<AddCheckpointRequest> Request(long oldSize, long size) =>
        new(oldSize, oldSize <= size ? await Tree(size).Consistency(oldSize) : [], Signed(new(Keys.Origin, size, await Tree(size).Root())));

    private static async Task<WitnessedLog> Known(long size) => new(Keys.Origin, [Keys.Log.Key], size, await Tree(size).Root());

    private static TiledTree Tree(long size) => new(size, MemoryLog.Of(size));

    private static string Signed(Checkpoint checkpoint) => SignedNote.Sign(checkpoint.Text, Keys.Log).ToString();
}
