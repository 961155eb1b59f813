using System.Text.Json;
using Lineage.Merkle;

namespace Lineage.Tests.Merkle;

public class TreeVectorTests
{
    [SharedFact(Vectors.Folder)]
    public void Leaves_nodes_and_roots_are_those_of_RFC_6962()
    {
        var suite = Vectors.Suite("rfc6962-tree");
        MerkleHash[] leaves = [.. suite.GetProperty("shared").GetProperty("leaves").EnumerateArray().Select(leaf => Rfc6962.LeafHash(Convert.FromHexString(leaf.GetString()!)))];
        Assert.All(suite.GetProperty("cases").EnumerateArray(), vector =>
        {
            var (hash, expected) = vector.Text("op") switch
            {
                "leaf" => (Rfc6962.LeafHash(vector.Hex("input")), vector.Text("hash")),
                "node" => (Node(vector), vector.Text("hash")),
                "subtree" => (Rfc6962.Root(leaves.AsSpan()[(int)vector.Number("from")..(int)vector.Number("to")]), vector.Text("hash")),
                _ => (Rfc6962.Root(leaves.AsSpan()[..(int)vector.Number("size")]), vector.Text("root")),
            };
            Assert.Equal(expected, Convert.ToHexStringLower(hash.ToArray()));
        });
    }

    [SharedFact(Vectors.Folder)]
    public void Right_inclusion_proofs_are_accepted_and_wrong_ones_refused() =>
        Assert.All(Vectors.Cases("merkle-inclusion"), vector => Assert.True(
            Accepted(vector) != vector.IsWrong(), vector.Id()));

    [SharedFact(Vectors.Folder)]
    public void Right_consistency_proofs_are_accepted_and_wrong_ones_refused() =>
        Assert.All(Vectors.Cases("merkle-consistency"), vector => Assert.True(
            Consistent(vector) != vector.IsWrong(), vector.Id()));

    // The published node vectors hash strings that are no hashes; those are hashed as the rule says.
    private static MerkleHash Node(JsonElement vector) =>
        vector.Hex("left") is { Length: MerkleHash.Length } left && vector.Hex("right") is { Length: MerkleHash.Length } right
            ? Rfc6962.NodeHash(new(left), new(right))
            : new(NaiveTree.Node(vector.Hex("left"), vector.Hex("right")));

    private static bool Accepted(JsonElement vector) =>
        vector.Path() is { } path && vector.Hash("leafHash") is { } leaf && vector.Hash("root") is { } root
        && InclusionProof.Verify(vector.Number("leafIdx"), vector.Number("treeSize"), leaf, path, root);

    private static bool Consistent(JsonElement vector) =>
        vector.Path() is { } path && ConsistencyProof.Verify(vector.Number("size1"), vector.Number("size2"), Root(vector, "root1"), Root(vector, "root2"), path);

    // Some published roots are words instead of hashes, for cases in which it matters only whether they are equal: the hash of the word stands for it.
    private static MerkleHash Root(JsonElement vector, string name) =>
        vector.Hash(name) ?? Rfc6962.LeafHash(System.Text.Encoding.UTF8.GetBytes(vector.GetProperty(name).GetString() ?? ""));
}
