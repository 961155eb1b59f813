using System.Text.Json;

namespace Lineage.Server.Features.Graph.Interpretation;

/// <summary>The fields of a schema facet; those inside others are named with a dot, as in <c>address.city</c>.</summary>
internal static class SchemaFields
{
    /// <summary>Depth-first, in the order of the facet.</summary>
    public static IEnumerable<(string Name, string? Type)> Of(JsonElement holder, string prefix = "")
    {
        foreach (var field in holder.Items("fields"))
        {
            if (field.Scalar("name") is not { } name) continue;
            yield return (prefix + name, field.Scalar("type"));
            foreach (var inner in Of(field, $"{prefix}{name}.")) yield return inner;
        }
    }
}
