using System.Globalization;
using FsCheck.Xunit;
using Lineage.Merkle;

namespace Lineage.Tests.Merkle;

public class TlogProofTests
{
    private const string Hash = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    private static readonly MemoryLog Log = MemoryLog.Of(300);
    private static readonly string Note = SignedNote.Sign(Log.Checkpoint(Keys.Origin).Text, Keys.Log, Keys.Witness).ToString();

    [Property(MaxTest = 50)]
    public async Task A_proof_holds_for_its_entry_and_survives_its_text(int seed)
    {
        var random = new System.Random(seed);
        var index = random.Next(300);
        var extra = seed % 3 == 0 ? new byte[random.Next(5)] : null;
        var proof = TlogProof.Parse(new TlogProof(index, await new TiledTree(300, Log).Inclusion(index), extra, Note).ToString());
        Assert.Equal(extra, proof.Extra);
        Assert.Equal(Log.Checkpoint(Keys.Origin), proof.Verify(NaiveTree.Entry(index), [Keys.Log.Key]));
        Assert.Contains($"not entry {index.ToString(CultureInfo.InvariantCulture)} ", Failure(proof, NaiveTree.Entry(index + 1)), StringComparison.Ordinal);
        Assert.Contains("path", Failure(proof with { Path = [.. proof.Path.Skip(1)] }, NaiveTree.Entry(index)), StringComparison.Ordinal);
        Assert.Contains("has only 300 entries", Failure(proof with { Index = 300 }, NaiveTree.Entry(index)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_proof_under_a_checkpoint_that_nobody_trusted_signed_is_refused()
    {
        var proof = new TlogProof(0, [], null, Note);
        Assert.Throws<VerificationException>(() => proof.Verify([], [Keys.Witness.Key]));
        Assert.Throws<SignatureMismatchException>(() => (proof with { CheckpointNote = Note.Replace("\n300\n", "\n301\n", StringComparison.Ordinal) }).Verify([], [Keys.Log.Key]));
        Assert.Throws<FormatException>(() => (proof with { CheckpointNote = "checkpoint\n" }).Verify([], [Keys.Log.Key]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("HEAD")]
    [InlineData("HEAD\nindex 0\n")]
    [InlineData("HEAD\nindex 0\nHASH\n")]
    [InlineData("HEAD\n\ncheckpoint\n")]
    [InlineData("HEAD \nindex 0\n\ncheckpoint\n")]
    [InlineData("c2sp.org/tlog-proof@v2\nindex 0\n\ncheckpoint\n")]
    [InlineData("HEAD\nindex 00\n\ncheckpoint\n")]
    [InlineData("HEAD\nindex 01\n\ncheckpoint\n")]
    [InlineData("HEAD\nindex +1\n\ncheckpoint\n")]
    [InlineData("HEAD\nindex 9223372036854775808\n\ncheckpoint\n")]
    [InlineData("HEAD\nindex\n\ncheckpoint\n")]
    [InlineData("HEAD\nindex 0\nextra AAAA\n\ncheckpoint\n")]
    [InlineData("HEAD\nextra A\nindex 0\n\ncheckpoint\n")]
    [InlineData("HEAD\nextra AAAA\nextra AAAA\nindex 0\n\ncheckpoint\n")]
    [InlineData("HEAD\nindex 0\nHASHHASH\n\ncheckpoint\n")]
    [InlineData("HEAD\r\nindex 0\r\n\r\ncheckpoint\r\n")]
    public void What_is_not_written_as_the_norm_says_is_no_proof(string text) => Assert.Throws<FormatException>(() => TlogProof.Parse(Filled(text)));

    [Fact]
    public void A_path_longer_than_any_tree_is_high_is_no_proof()
    {
        Assert.Equal(63, TlogProof.Parse(Filled($"HEAD\nindex 0\n{string.Concat(Enumerable.Repeat("HASH\n", 63))}\nc\n")).Path.Count);
        Assert.Throws<FormatException>(() => TlogProof.Parse(Filled($"HEAD\nindex 0\n{string.Concat(Enumerable.Repeat("HASH\n", 64))}\nc\n")));
    }

    private static string Filled(string text) =>
        text.Replace("HEAD", "c2sp.org/tlog-proof@v1", StringComparison.Ordinal).Replace("HASH", Hash, StringComparison.Ordinal);

    private static string Failure(TlogProof proof, byte[] entry) => Assert.Throws<VerificationException>(() => proof.Verify(entry, [Keys.Log.Key])).Message;
}
