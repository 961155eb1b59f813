using System.Text.Json;

namespace Lineage.Server.Features.Catalog.Comparing;

/// <summary>Where two JSON values differ. Pure.</summary>
internal static class JsonDifference
{
    /// <summary>The scalars (and empty objects and arrays) that differ, by JSON pointer, with their JSON; members that begin with an underscore are left out.</summary>
    public static IEnumerable<(string Path, string? A, string? B)> Between(JsonElement a, JsonElement b)
    {
        var (left, right) = (Leaves(a), Leaves(b));
        return left.Keys.Union(right.Keys).Order(StringComparer.Ordinal)
            .Select(path => (path, left.GetValueOrDefault(path), right.GetValueOrDefault(path)))
            .Where(d => d.Item2 != d.Item3);
    }

    private static Dictionary<string, string> Leaves(JsonElement root)
    {
        var leaves = new Dictionary<string, string>(StringComparer.Ordinal);
        if (root.ValueKind != JsonValueKind.Undefined) Add(root, "");
        return leaves;

        void Add(JsonElement element, string path)
        {
            var isEmpty = true;
            if (element.ValueKind == JsonValueKind.Object)
            {
                foreach (var member in element.EnumerateObject())
                {
                    isEmpty = false;
                    if (Name(member) is { } name && !name.StartsWith('_')) Add(member.Value, $"{path}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}");
                }
            }
            else if (element.ValueKind == JsonValueKind.Array)
            {
                var index = 0;
                foreach (var item in element.EnumerateArray())
                {
                    isEmpty = false;
                    Add(item, $"{path}/{index++}");
                }
            }

            if (isEmpty) leaves[path] = element.GetRawText();
        }
    }

    // A lone surrogate in a name is no text; such a member cannot be pointed at.
    private static string? Name(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
