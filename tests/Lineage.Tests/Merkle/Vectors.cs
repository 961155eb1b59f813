using System.Text.Json;
using Lineage.Merkle;

namespace Lineage.Tests.Merkle;

/// <summary>The published vectors of the shared data.</summary>
internal static class Vectors
{
    public const string Folder = "data/vectors";

    public static JsonElement Suite(string name)
    {
        using var suite = JsonDocument.Parse(File.ReadAllBytes(SharedData.PathOf($"{Folder}/{name}.json")));
        return suite.RootElement.Clone();
    }

    public static IEnumerable<JsonElement> Cases(string suite) => Suite(suite).GetProperty("cases").EnumerateArray();

    public static string Text(this JsonElement of, string name) => of.GetProperty(name).GetString()!;

    public static string Id(this JsonElement vector) => vector.Text("id");

    public static byte[] Hex(this JsonElement of, string name) => Convert.FromHexString(of.Text(name));

    public static bool IsWrong(this JsonElement vector) => vector.TryGetProperty("wantErr", out var wrong) && wrong.GetBoolean();

    /// <summary>A size or index; one beyond our numbers is negative, which nothing accepts.</summary>
    public static long Number(this JsonElement of, string name) => of.GetProperty(name).TryGetInt64(out var number) ? number : -1;

    /// <summary>The hashes of a proof, or null when one has not 32 bytes.</summary>
    public static IReadOnlyList<MerkleHash>? Path(this JsonElement vector) =>
        vector.GetProperty("proof") is { ValueKind: JsonValueKind.Array } proof
            ? proof.EnumerateArray().Select(hash => MerkleHash.TryParse(hash.GetString(), out var read) ? read : (MerkleHash?)null).ToArray() is var hashes && hashes.All(h => h is not null)
                ? [.. hashes.Select(hash => hash!.Value)]
                : null
            : [];

    public static MerkleHash? Hash(this JsonElement vector, string name) => MerkleHash.TryParse(vector.GetProperty(name).GetString(), out var hash) ? hash : null;
}
