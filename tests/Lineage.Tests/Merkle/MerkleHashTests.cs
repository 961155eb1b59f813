using FsCheck.Xunit;
using Lineage.Merkle;

namespace Lineage.Tests.Merkle;

public class MerkleHashTests
{
    private const string Empty = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    [Property]
    public bool A_hash_keeps_its_bytes_and_reads_its_own_text(int seed)
    {
        var bytes = new byte[MerkleHash.Length];
        new Random(seed).NextBytes(bytes);
        var hash = new MerkleHash(bytes);
        var copy = new byte[MerkleHash.Length];
        hash.CopyTo(copy);
        return hash.ToArray().AsSpan().SequenceEqual(bytes) && copy.AsSpan().SequenceEqual(bytes)
            && hash.ToString() == Convert.ToBase64String(bytes)
            && MerkleHash.Parse(hash.ToString()) == hash && MerkleHash.Parse(hash.ToString()).GetHashCode() == hash.GetHashCode()
            && hash.Equals((object)new MerkleHash(bytes)) && hash != default;
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU")]
    [InlineData("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=")]
    [InlineData("47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU=")]
    [InlineData("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuF==")]
    [InlineData(" 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU")]
    [InlineData("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSu\n\n\n")]
    [InlineData("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")]
    public void Only_the_one_base64_text_of_32_bytes_is_a_hash(string? text)
    {
        Assert.True(MerkleHash.TryParse(Empty, out _));
        Assert.False(MerkleHash.TryParse(text, out _));
        Assert.ThrowsAny<FormatException>(() => MerkleHash.Parse(text!));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void A_hash_of_another_length_is_refused(int length) => Assert.Throws<FormatException>(() => new MerkleHash(new byte[length]));
}
