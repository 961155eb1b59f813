using System.Text;
using FsCheck;
using FsCheck.Xunit;
using Lineage.Merkle;

namespace Lineage.Tests.Merkle;

public class SignedNoteTests
{
    private const string Text = "first\n\nsecond \u2014 ü\n";
    private static readonly SignedNote Note = SignedNote.Sign(Text, Keys.Log, Keys.Witness);
    private static readonly VerifierKey[] All = [Keys.Log.Key, Keys.Witness.Key, Keys.Other.Key];

    [Fact]
    public void A_note_is_read_as_it_was_written_and_names_who_signed()
    {
        var read = SignedNote.Parse(Note.ToBytes());
        Assert.Equal(Text, read.Text);
        Assert.Equal(Note.ToBytes(), read.ToBytes());
        Assert.Equal([Keys.Log.Key, Keys.Witness.Key], read.VerifiedBy(All));
        Assert.Equal([Keys.Witness.Key], read.VerifiedBy([Keys.Witness.Key, Keys.Witness.Key]));
        Assert.Empty(read.VerifiedBy([Keys.Other.Key]));
    }

    [Property]
    public bool Any_text_that_can_be_a_note_is_signed_and_read(NonNull<string> text)
    {
        var line = new string([.. text.Get.Where(c => c >= ' ' && !char.IsSurrogate(c))]) + "\n";
        var read = SignedNote.Parse(SignedNote.Sign(line, Keys.Log).ToBytes());
        return read.Text == line && read.VerifiedBy(All).Single() == Keys.Log.Key;
    }

    [Property(MaxTest = 500)]
    public bool A_note_with_any_bit_changed_is_refused_or_loses_a_signer(int seed)
    {
        var bytes = Note.ToBytes();
        var bit = new System.Random(seed).Next(8 * bytes.Length);
        bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        try
        {
            // A changed name or key id makes a signature one of an unknown key, which does not count and does no harm;
            // a spare bit of base64 changes nothing that was written.
            var read = SignedNote.Parse(bytes);
            return (read.VerifiedBy(All).Count == 1 && read.Text == Text) || read.ToString() == Note.ToString();
        }
        catch (Exception e) when (e is FormatException or SignatureMismatchException)
        {
            return true;
        }
    }

    [Property]
    public bool Any_bytes_are_a_note_or_a_format_error(byte[] bytes)
    {
        try
        {
            return SignedNote.Parse(bytes).Text.Length > 0;
        }
        catch (FormatException)
        {
            return true;
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("text\n")]
    [InlineData("text\n\n")]
    [InlineData("text\nSIG\n")]
    [InlineData("text\n\nSIG")]
    [InlineData("text\n\nSIG\n\n")]
    [InlineData("text\r\n\r\nSIG\r\n")]
    [InlineData("te\txt\n\nSIG\n")]
    [InlineData("text\n\nSIG\nmore\n")]
    [InlineData("text\n\n- name AAAAAAA=\n")]
    [InlineData("text\n\n\u2014 name  AAAAAAA=\n")]
    [InlineData("text\n\n\u2014 name AAAAAAA= \n")]
    [InlineData("text\n\n\u2014 name AAAAAAA\n")]
    [InlineData("text\n\n\u2014 name AAAAAA==\n")]
    [InlineData("text\n\n\u2014 na+me AAAAAAA=\n")]
    [InlineData("text\n\n\u2014 na\u00a0me AAAAAAA=\n")]
    [InlineData("text\n\n\u2014 na\u2003me AAAAAAA=\n")]
    [InlineData("text\n\n\u2014  AAAAAAA=\n")]
    public void What_is_not_written_as_the_norm_says_is_no_note(string note)
    {
        var bytes = Encoding.UTF8.GetBytes(note.Replace("SIG", "\u2014 name AAAAAAA=", StringComparison.Ordinal));
        Assert.Throws<FormatException>(() => SignedNote.Parse(bytes));
    }

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_no_note() =>
        Assert.Throws<FormatException>(() => SignedNote.Parse([0xff, .. Note.ToBytes()]));

    [Fact]
    public void A_note_with_a_hundred_signatures_is_read_and_one_with_more_is_not()
    {
        var line = $"{Note.Signatures[0]}\n";
        var bytes = Encoding.UTF8.GetBytes($"{Text}\n{string.Concat(Enumerable.Repeat(line, 100))}");
        Assert.Equal(Keys.Log.Key, Assert.Single(SignedNote.Parse(bytes).VerifiedBy(All)));
        Assert.Throws<FormatException>(() => SignedNote.Parse([.. bytes, .. Encoding.UTF8.GetBytes(line)]));
    }

    [Fact]
    public void A_known_key_with_a_wrong_signature_spoils_the_note_and_an_unknown_one_does_not()
    {
        var moved = new NoteSignature(Keys.Other.Key.Name, Keys.Other.Key.KeyId, Note.Signatures[0].Bytes);
        var note = Note.With(moved);
        Assert.Equal(Keys.Other.Key, Assert.Throws<SignatureMismatchException>(() => note.VerifiedBy(All)).Key);
        Assert.Equal(2, note.VerifiedBy([Keys.Log.Key, Keys.Witness.Key]).Count);
        Assert.False(Keys.Other.Key.Verifies(note, out _));
    }

    [Fact]
    public void A_second_signature_of_a_key_takes_the_place_of_the_first()
    {
        var again = Note.With(Note.Signatures[0]);
        Assert.Equal([Keys.Witness.Key, Keys.Log.Key], again.VerifiedBy(All));
        Assert.Equal(2, again.Signatures.Count);
    }

    [Fact]
    public void A_cosignature_says_when_and_covers_it()
    {
        Assert.True(Keys.Witness.Key.Verifies(Note, out var signature));
        Assert.Equal(Keys.Now, signature.CosignedAt);
        Assert.Null(Note.Signatures[0].CosignedAt);
        var later = signature.Bytes.ToArray();
        later[7] ^= 1;
        Assert.Throws<SignatureMismatchException>(() => Note.With(signature with { Bytes = later }).VerifiedBy(All));
    }

    [Fact]
    public void A_cosignature_with_a_time_beyond_the_norm_does_not_verify_even_if_it_is_signed()
    {
        var signed = new Ed25519Signer("any", Keys.Seed(3)).Sign(Encoding.UTF8.GetBytes($"cosignature/v1\ntime -1\n{Text}"));
        var signature = new NoteSignature(Keys.Witness.Key.Name, Keys.Witness.Key.KeyId, (byte[])[.. Enumerable.Repeat((byte)0xff, 8), .. signed]);
        Assert.Null(signature.CosignedAt);
        Assert.Throws<SignatureMismatchException>(() => Note.With(signature).VerifiedBy(All));
    }

    [Fact]
    public void A_text_that_cannot_be_a_note_is_not_signed() =>
        Assert.All(["", "no line feed", "tab\t\n", "half a \ud800\n"], text => Assert.Throws<FormatException>(() => SignedNote.Sign(text, Keys.Log)));
}
