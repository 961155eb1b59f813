using System.Diagnostics;
using FsCheck;
using FsCheck.Xunit;
using Lineage.Merkle;

namespace Lineage.Tests.Merkle;

/// <summary>What holds for every tree, compared with the words of the RFC.</summary>
public class TreeLawTests
{
    private const int Largest = 700;
    private static readonly byte[][] Leaves = NaiveTree.Leaves(Largest);

    [Property]
    public bool A_root_and_an_audit_path_are_those_of_the_definition(int seed)
    {
        var (size, index) = Place(seed);
        var leaves = NaiveTree.Hashes(Leaves[..size]);
        return Rfc6962.Root(leaves) == new MerkleHash(NaiveTree.Root(Leaves[..size]))
            && Rfc6962.InclusionPath(leaves, index).SequenceEqual(NaiveTree.Hashes(NaiveTree.Path(index, Leaves[..size])));
    }

    [Property]
    public bool An_inclusion_proof_holds_for_its_leaf_place_and_tree_and_for_no_other(int seed)
    {
        var (size, index) = Place(seed);
        var (leaf, path, root) = (new MerkleHash(Leaves[index]), NaiveTree.Hashes(NaiveTree.Path(index, Leaves[..size])), new MerkleHash(NaiveTree.Root(Leaves[..size])));
        var other = (index + 1) % size;
        return InclusionProof.Verify(index, size, leaf, path, root)
            && (other == index || !InclusionProof.Verify(other, size, leaf, path, root))
            && !InclusionProof.Verify(index, 2 * size, leaf, path, root)
            && !InclusionProof.Verify(index, size, Flipped(leaf, seed), path, root)
            && !InclusionProof.Verify(index, size, leaf, path, Flipped(root, seed))
            && !InclusionProof.Verify(index, size, leaf, [.. path, root], root)
            && Enumerable.Range(0, path.Length).All(i =>
                !InclusionProof.Verify(index, size, leaf, With(path, i, Flipped(path[i], seed)), root)
                && !InclusionProof.Verify(index, size, leaf, [.. path[..i], .. path[(i + 1)..]], root));
    }

    [Property]
    public bool A_consistency_proof_holds_for_its_two_trees_and_for_no_others(int seed)
    {
        var (size, index) = Place(seed);
        var oldSize = index + 1;
        var path = NaiveTree.Hashes(NaiveTree.Proof(oldSize, Leaves[..size]));
        var (older, newer) = (new MerkleHash(NaiveTree.Root(Leaves[..oldSize])), new MerkleHash(NaiveTree.Root(Leaves[..size])));
        return ConsistencyProof.Verify(oldSize, size, older, newer, path)
            && !ConsistencyProof.Verify(oldSize, 2 * size, older, newer, path)
            && !ConsistencyProof.Verify(oldSize, size, Flipped(older, seed), newer, path)
            && !ConsistencyProof.Verify(oldSize, size, older, Flipped(newer, seed), path)
            && !ConsistencyProof.Verify(oldSize, size, older, newer, [.. path, newer])
            && (oldSize == size || !ConsistencyProof.Verify(size, oldSize, newer, older, path))
            && Enumerable.Range(0, path.Length).All(i =>
                !ConsistencyProof.Verify(oldSize, size, older, newer, With(path, i, Flipped(path[i], seed)))
                && !ConsistencyProof.Verify(oldSize, size, older, newer, [.. path[..i], .. path[(i + 1)..]]));
    }

    [Property]
    public bool Any_numbers_and_any_path_end_with_an_answer(long index, long size, byte length)
    {
        MerkleHash[] path = [.. Enumerable.Repeat(Rfc6962.EmptyRoot, length)];
        return (size == 1 || !InclusionProof.Verify(index, size, Rfc6962.EmptyRoot, path, Rfc6962.EmptyRoot))
            && (index == size || !ConsistencyProof.Verify(index, size, Rfc6962.EmptyRoot, Rfc6962.EmptyRoot, path));
    }

    [Theory]
    [InlineData(0, long.MaxValue)]
    [InlineData(long.MaxValue - 1, long.MaxValue)]
    [InlineData((1L << 62) - 1, 1L << 62)]
    [InlineData(12345, 1L << 62)]
    public void A_tree_that_claims_to_be_huge_is_refused_at_once(long index, long size)
    {
        var hash = Rfc6962.EmptyRoot;
        MerkleHash[] longest = [.. Enumerable.Repeat(hash, 100_000)];
        var watch = Stopwatch.StartNew();
        Assert.Null(InclusionProof.RootFrom(index, size, hash, []));
        Assert.False(InclusionProof.Verify(index, size, hash, longest, hash));
        Assert.False(ConsistencyProof.Verify(index + 1, size, hash, hash, longest));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1), "a proof is read no further than its tree is high");
    }

    [Fact]
    public void The_tree_without_leaves_has_the_hash_of_nothing()
    {
        Assert.Equal("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", Rfc6962.EmptyRoot.ToString());
        Assert.Equal(Rfc6962.EmptyRoot, Rfc6962.Root([]));
        Assert.False(InclusionProof.Verify(0, 0, Rfc6962.EmptyRoot, [], Rfc6962.EmptyRoot));
        Assert.False(ConsistencyProof.Verify(0, 0, Rfc6962.EmptyRoot, Rfc6962.EmptyRoot, []));
    }

    [Theory]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(65_535)]
    public void A_leaf_hash_does_not_depend_on_how_long_the_entry_is(int length)
    {
        var entry = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
        Assert.Equal(new MerkleHash(NaiveTree.Leaf(entry)), Rfc6962.LeafHash(entry));
    }

    private static (int Size, int Index) Place(int seed)
    {
        var random = new Random(seed);
        var size = random.Next(1, Largest);
        return (size, random.Next(size));
    }

    private static MerkleHash[] With(MerkleHash[] path, int at, MerkleHash hash) => [.. path[..at], hash, .. path[(at + 1)..]];

    private static MerkleHash Flipped(MerkleHash hash, int seed)
    {
        var bytes = hash.ToArray();
        var bit = new Random(seed).Next(8 * bytes.Length);
        bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        return new(bytes);
    }
}
