using FsCheck.Xunit;
using Lineage.Merkle;

namespace Lineage.Tests.Merkle;

public class VerifierKeyTests
{
    // The example of C2SP signed-note.
    private const string Example = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    [Fact]
    public void A_key_reads_its_own_text()
    {
        var key = VerifierKey.Parse(Example);
        Assert.Equal(("example.com/foo", 0x530d903au, VerifierKey.PlainEd25519, 32), (key.Name, key.KeyId, key.Algorithm, key.PublicKey.Length));
        Assert.Equal(Example, key.ToString());
        Assert.Equal(key, VerifierKey.Ed25519(key.Name, key.PublicKey.Span));
        Assert.Equal(key.GetHashCode(), VerifierKey.Parse(Example).GetHashCode());
        Assert.Equal(Keys.Witness.Key, VerifierKey.Parse(Keys.Witness.Key.ToString()));
    }

    [Fact]
    public void The_example_of_the_norm_is_verified()
    {
        const string note = "This is an example message.\n\n\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
        Assert.Single(SignedNote.Parse(System.Text.Encoding.UTF8.GetBytes(note)).VerifiedBy([VerifierKey.Parse(Example)]));
    }

    [Fact]
    public void The_same_key_has_another_id_for_another_use()
    {
        var key = VerifierKey.Parse(Example);
        var cosigner = VerifierKey.Cosigner(key.Name, key.PublicKey.Span);
        Assert.NotEqual(key.KeyId, cosigner.KeyId);
        Assert.NotEqual(key, cosigner);
        Assert.Equal(VerifierKey.Cosignature, cosigner.Algorithm);
    }

    [Fact]
    public void No_part_of_a_key_is_a_key_and_none_with_a_character_changed()
    {
        Assert.All(from start in Enumerable.Range(0, Example.Length) from end in Enumerable.Range(start, Example.Length - start) select Example[start..end], Refused);
        Assert.All(Enumerable.Range(0, Example.Length).Select(i => $"{Example[..i]}{(char)(Example[i] + 1)}{Example[(i + 1)..]}"), Refused);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==")]
    [InlineData("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")]
    [InlineData("name+00000000+")]
    [InlineData("name+c7010a62+BQ==")]
    public void A_key_with_another_id_length_or_algorithm_is_refused(string? vkey) => Assert.False(VerifierKey.TryParse(vkey, out _));

    [Property]
    public bool Any_text_is_a_key_or_not(string? text) => !VerifierKey.TryParse(text, out _);

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("a+b")]
    [InlineData("line\n")]
    [InlineData("zero\0")]
    public void A_name_without_letters_or_with_spaces_or_a_plus_is_no_name(string name)
    {
        Assert.Throws<ArgumentException>(() => VerifierKey.Ed25519(name, new byte[32]));
        Assert.Throws<ArgumentException>(() => new Ed25519Signer(name, Keys.Seed(1)));
        Assert.Throws<ArgumentException>(() => new CosignatureSigner(name, Keys.Seed(1), TimeProvider.System));
    }

    [Fact]
    public void A_key_or_a_secret_of_another_length_is_refused()
    {
        Assert.Throws<FormatException>(() => VerifierKey.Ed25519("name", new byte[31]));
        Assert.Throws<FormatException>(() => VerifierKey.Cosigner("name", new byte[33]));
        Assert.Throws<ArgumentException>(() => new Ed25519Signer("name", new byte[31]));
    }

    private static void Refused(string vkey)
    {
        Assert.False(VerifierKey.TryParse(vkey, out _), vkey);
        Assert.Throws<FormatException>(() => VerifierKey.Parse(vkey));
    }
}
