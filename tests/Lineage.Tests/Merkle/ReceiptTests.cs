using System.Text.Json;
using FsCheck.Xunit;
using Lineage.Merkle;

namespace Lineage.Tests.Merkle;

/// <summary>What is signed when events are acknowledged.</summary>
public class ReceiptTests
{
    private const int Largest = 600;
    private static readonly MerkleHash[] Leaves = NaiveTree.Hashes(NaiveTree.Leaves(Largest));

    [Property]
    public bool The_tree_of_receipts_has_the_root_and_the_paths_of_the_definition(int seed)
    {
        var size = (int)((uint)seed % Largest) + 1;
        var tree = new ReceiptTree(Leaves[..size]);
        return tree.Root == Rfc6962.Root(Leaves.AsSpan(0, size))
            && new[] { 0, size / 2, size - 1 }.All(i => tree.Path(i).SequenceEqual(Rfc6962.InclusionPath(Leaves.AsSpan(0, size), i)));
    }

    [Fact]
    public void The_tree_of_no_receipts_is_the_empty_tree() => Assert.Equal(Rfc6962.EmptyRoot, new ReceiptTree([]).Root);

    [Property]
    public bool A_leaf_is_canonical_JSON(Guid id, int delay, long ticks, bool erased)
    {
        var at = new DateTimeOffset(Math.Abs(ticks % DateTime.MaxValue.Ticks), TimeSpan.Zero);
        var leaf = new ReceiptLeaf("example.org/a \"b\"", id, at, delay, "Y29tbWl0+/=", erased ? null : "c2FsdA==").ToBytes();
        using var document = JsonDocument.Parse(leaf);
        return leaf.AsSpan().SequenceEqual(CanonicalJson.Bytes(document.RootElement)) && document.RootElement.TryGetProperty("salt", out _) != erased;
    }

    [Fact]
    public void A_leaf_is_written_as_it_always_was() => Assert.Equal(
        """{"commit":"Yw==","id":"11111111-1111-7111-8111-111111111111","log":"example.org/acme","mmd":60,"recorded":"2026-01-01T12:00:00.000001Z","salt":"cw==","v":1}""",
        System.Text.Encoding.UTF8.GetString(new ReceiptLeaf("example.org/acme", new("11111111-1111-7111-8111-111111111111"), new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero).AddMicroseconds(1), 60, "Yw==", "cw==").ToBytes()));

    [Fact]
    public void A_note_over_receipts_is_five_lines_and_never_a_checkpoint()
    {
        var note = new ReceiptNote(Keys.Origin, 3, Leaves[0], 60);
        Assert.Equal($"lineage-receipts/v1\n{Keys.Origin}\n3\n{Leaves[0]}\n60\n", note.Text);
        Assert.False(Checkpoint.TryParse(note.Text, out _));
        Assert.False(ReceiptNote.TryParse(new Checkpoint(Keys.Origin, 3, Leaves[0]).Text, out _));
        Assert.True(ReceiptNote.TryParse(note.Text, out var read));
        Assert.Equal(note, read);
    }

    [Theory]
    [InlineData("lineage-receipts/v2", Keys.Origin, "3", "60\n")]
    [InlineData(ReceiptNote.Header, "two words", "3", "60\n")]
    [InlineData(ReceiptNote.Header, Keys.Origin, "03", "60\n")]
    [InlineData(ReceiptNote.Header, Keys.Origin, "-3", "60\n")]
    [InlineData(ReceiptNote.Header, Keys.Origin, "3", "60\nmore\n")]
    [InlineData(ReceiptNote.Header, Keys.Origin, "3", "60")]
    public void A_text_that_is_nearly_one_is_none(string header, string origin, string count, string delay) =>
        Assert.False(ReceiptNote.TryParse($"{header}\n{origin}\n{count}\n{Leaves[0]}\n{delay}", out _));

    [Fact]
    public void A_note_counts_only_under_a_trusted_key_of_its_log()
    {
        var note = new ReceiptNote(Keys.Origin, 3, Leaves[0], 60);
        Assert.Equal(note, ReceiptNote.Open(note.Sign(Keys.Log).ToString(), [Keys.Other.Key, Keys.Log.Key]));
        Assert.Throws<VerificationException>(() => ReceiptNote.Open(note.Sign(Keys.Log).ToString(), [Keys.Other.Key]));
        Assert.Throws<VerificationException>(() => ReceiptNote.Open(note.Sign(Keys.Other).ToString(), [Keys.Other.Key]));
        Assert.Throws<SignatureMismatchException>(() => ReceiptNote.Open(note.Sign(Keys.Log).ToString().Replace("\n60\n", "\n61\n", StringComparison.Ordinal), [Keys.Log.Key]));
        Assert.Throws<FormatException>(() => ReceiptNote.Open(SignedNote.Sign(new Checkpoint(Keys.Origin, 3, Leaves[0]).Text, Keys.Log).ToString(), [Keys.Log.Key]));
    }
}
