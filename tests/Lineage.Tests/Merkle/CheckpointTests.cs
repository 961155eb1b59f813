using FsCheck.Xunit;
using Lineage.Merkle;

namespace Lineage.Tests.Merkle;

public class CheckpointTests
{
    private const string Root = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    private static readonly Checkpoint Signed = new(Keys.Origin, 7, Rfc6962.EmptyRoot);

    [Fact]
    public void A_checkpoint_is_three_lines()
    {
        Assert.Equal($"{Keys.Origin}\n7\n{Root}\n", Signed.Text);
        Assert.Equal(Signed, Checkpoint.Parse(Signed.Text));
    }

    [Fact]
    public void Extension_lines_of_another_log_are_kept() =>
        Assert.Equal($"a b\n0\n{Root}\nmore\nand more\n", Checkpoint.Parse($"a b\n0\n{Root}\nmore\nand more\n").Text);

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("o\n1\n")]
    [InlineData("o\n1\nROOT")]
    [InlineData("\n1\nROOT\n")]
    [InlineData("o\n\nROOT\n")]
    [InlineData("o\n01\nROOT\n")]
    [InlineData("o\n00\nROOT\n")]
    [InlineData("o\n+1\nROOT\n")]
    [InlineData("o\n-1\nROOT\n")]
    [InlineData("o\n 1\nROOT\n")]
    [InlineData("o\n1e3\nROOT\n")]
    [InlineData("o\n0x1\nROOT\n")]
    [InlineData("o\n9223372036854775808\nROOT\n")]
    [InlineData("o\n1\nROOT \n")]
    [InlineData("o\n1\nAAAA\n")]
    [InlineData("o\r\n1\r\nROOT\r\n")]
    [InlineData("o\n1\nROOT\n\n")]
    [InlineData("o\n1\nROOT\n\nmore\n")]
    public void Another_text_is_no_checkpoint(string text) =>
        Assert.Throws<FormatException>(() => Checkpoint.Parse(text.Replace("ROOT", Root, StringComparison.Ordinal)));

    [Property]
    public bool Any_text_is_a_checkpoint_or_not(string? text) => !Checkpoint.TryParse(text, out var checkpoint) || checkpoint.Text == text;

    [Fact]
    public void A_checkpoint_counts_when_a_trusted_key_of_its_log_signed_it()
    {
        var note = SignedNote.Sign(Signed.Text, Keys.Log, Keys.Witness).ToBytes();
        Assert.Equal(Signed, Checkpoint.Open(note, [Keys.Log.Key]));
        Assert.Equal(Signed, Checkpoint.Open(note, [Keys.Other.Key, Keys.Witness.Key, Keys.Log.Key]));
        Assert.Contains(Keys.Origin, Assert.Throws<VerificationException>(() => Checkpoint.Open(note, [Keys.Witness.Key])).Message, StringComparison.Ordinal);
        Assert.Throws<VerificationException>(() => Checkpoint.Open(note, []));
        Assert.Throws<VerificationException>(() => Checkpoint.Open(SignedNote.Sign(Signed.Text, Keys.Other).ToBytes(), [Keys.Other.Key]));
    }

    [Fact]
    public void A_signed_text_that_is_no_checkpoint_is_refused() =>
        Assert.Throws<FormatException>(() => Checkpoint.Open(SignedNote.Sign("hello\n", Keys.Log).ToBytes(), [Keys.Log.Key]));

    [Fact]
    public void What_cannot_be_written_is_not_made()
    {
        Assert.Throws<ArgumentException>(() => new Checkpoint("", 0, Rfc6962.EmptyRoot));
        Assert.Throws<ArgumentException>(() => new Checkpoint("two\nlines", 0, Rfc6962.EmptyRoot));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Checkpoint("o", -1, Rfc6962.EmptyRoot));
    }
}
