using System.Buffers;
using System.Text;
using System.Text.Json;
using Lineage.Merkle;

namespace Lineage.Tests.Merkle;

public class LogVectorTests
{
    [SharedFact(Vectors.Folder)]
    public void Tile_paths_are_read_and_written_as_published() =>
        Assert.All(Vectors.Cases("tile-paths"), vector =>
        {
            switch (vector.Text("op"))
            {
                case "path":
                    Assert.Equal(vector.Text("path"), Tile(vector).Path);
                    Assert.True(TileId.TryParse(vector.Text("path"), out var tile) && tile == Tile(vector));
                    break;
                case "parse":
                    Assert.Equal(!vector.IsWrong(), TileId.TryParse($"tile/{vector.Text("level")}/{vector.Text("index")}", out var parsed));
                    Assert.True(vector.IsWrong() || parsed == Tile(vector.GetProperty("want")));
                    break;
                case "entries-path-for-index":
                    Assert.Equal(vector.Text("path"), TileId.EntryBundlesOf(vector.Number("logSize")).ElementAt((int)vector.Number("index") / TileId.Full).Path);
                    break;
                default:
                    Widths(vector);
                    break;
            }
        });

    [SharedFact(Vectors.Folder)]
    public async Task A_published_log_is_built_again_byte_for_byte_and_checked()
    {
        var suite = Vectors.Suite("tessera-log");
        var shared = suite.GetProperty("shared");
        var entries = shared.GetProperty("entries").EnumerateArray().Select(entry => Encoding.UTF8.GetBytes(entry.GetString()!)).ToArray();
        foreach (var vector in suite.GetProperty("cases").EnumerateArray())
        {
            var size = (int)vector.Number("size");
            var published = new Published(vector);
            var checkpoint = Checkpoint.Open(Encoding.UTF8.GetBytes(vector.Text("checkpoint")), [VerifierKey.Parse(shared.Text("vkey"))]);
            var appender = new TreeAppender();
            var bundle = new ArrayBufferWriter<byte>();
            foreach (var entry in entries[..size])
            {
                appender.Append(Rfc6962.LeafHash(entry));
                EntryBundle.Append(bundle, entry);
            }

            Assert.Equal((size, checkpoint.Root), (checkpoint.Size, appender.Root()));
            Assert.All(appender.Changed(), tile => Assert.Equal(vector.Hex(tile.Id.Path), tile.Bytes));
            Assert.All(TileId.EntryBundlesOf(size), id => Assert.Equal(vector.Hex(id.Path), bundle.WrittenSpan.ToArray()));
            var read = new List<byte[]>();
            await new LogCheck(checkpoint, published) { Entry = (_, entry) => read.Add(entry.ToArray()) }.Run();
            Assert.Equal(entries[..size], read);
        }
    }

    [SharedFact(Vectors.Folder)]
    public void Proof_texts_are_read_and_written_back_as_published() =>
        Assert.All(Vectors.Cases("tlog-proof"), vector =>
        {
            if (vector.IsWrong())
            {
                Assert.Throws<FormatException>(() => TlogProof.Parse(vector.Text("text")));
                return;
            }

            var proof = TlogProof.Parse(vector.Text("text"));
            Assert.Equal((vector.Number("index"), vector.Text("checkpoint")), (proof.Index, proof.CheckpointNote));
            Assert.Equal(vector.GetProperty("hashes").EnumerateArray().Select(hash => hash.GetString()), proof.Path.Select(hash => hash.ToString()));
            Assert.Equal(vector.GetProperty("extra").GetString(), proof.Extra is null ? null : Convert.ToBase64String(proof.Extra));
            Assert.Equal(vector.Text("text"), proof.ToString());
        });

    [SharedFact(Vectors.Folder)]
    public void Proofs_made_by_another_implementation_hold_for_their_entry_only() =>
        Assert.All(Vectors.Cases("tlog-proof-real"), vector =>
        {
            var (proof, entry, key) = (TlogProof.Parse(vector.Text("proof")), Encoding.UTF8.GetBytes(vector.Text("entry")), VerifierKey.Parse(vector.Text("vkey")));
            Assert.Equal(15, proof.Verify(entry, [key]).Size);
            Assert.Throws<VerificationException>(() => proof.Verify([.. entry, 1], [key]));
            Assert.Throws<VerificationException>(() => proof.Verify(entry, []));
            Assert.Throws<VerificationException>(() => (proof with { Index = proof.Index + 1 }).Verify(entry, [key]));
        });

    private static TileId Tile(JsonElement of) => new(
        of.GetProperty("level").ValueKind == JsonValueKind.String ? TileId.Entries : (int)of.Number("level"),
        of.Number("index"),
        of.Number("width") is > 0 and var width ? (int)width : TileId.Full);

    private static void Widths(JsonElement vector)
    {
        var tiles = TileId.OfTree(vector.Number("size")).ToLookup(tile => (tile.Level, tile.Width == TileId.Full));
        Assert.All(vector.GetProperty("full").EnumerateArray().Index(), level => Assert.Equal(level.Item.GetInt32(), tiles[(level.Index, true)].Count()));
        Assert.All(vector.GetProperty("partial").EnumerateArray().Index(), level => Assert.Equal(level.Item.GetInt32(), tiles[(level.Index, false)].Sum(tile => tile.Width)));
    }

    private sealed class Published(JsonElement files) : ITileSource
    {
        public ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> Read(IReadOnlyList<TileId> tiles, CancellationToken cancellationToken) =>
            new([.. tiles.Select(tile => (ReadOnlyMemory<byte>)files.Hex(tile.Path))]);
    }
}
