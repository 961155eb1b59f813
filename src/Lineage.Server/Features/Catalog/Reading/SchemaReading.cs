using System.Text.Json;
using Lineage.Contracts;
using Lineage.Server.Features.Graph.Interpretation;

namespace Lineage.Server.Features.Catalog.Reading;

/// <summary>A field as a schema facet states it.</summary>
/// <param name="Path">Names from the outermost field inwards, joined by dots.</param>
internal sealed record StatedField(string Path, string Name, int Depth, string? Type, string? Description);

/// <summary>Reads schema facets.</summary>
internal static class SchemaReading
{
    /// <summary>Levels of nesting that an answer shows inside one another; deeper fields stand in flat lists only.</summary>
    public const int Levels = 16;

    /// <summary>All fields, outer before inner, in the order of the schema.</summary>
    public static List<StatedField> Fields(JsonElement schema)
    {
        var fields = new List<StatedField>();
        Add(schema, "", 0);
        return fields;

        void Add(JsonElement holder, string prefix, int depth)
        {
            foreach (var field in holder.Items("fields"))
            {
                if (field.Scalar("name") is not { Length: > 0 } name) continue;
                fields.Add(new(prefix + name, name, depth, field.Scalar("type"), field.Scalar("description")));
                Add(field, $"{prefix}{name}.", depth + 1);
            }
        }
    }

    /// <summary>The fields inside one another, with their tags.</summary>
    public static List<FieldSummary> Tree(DatasetNode dataset, JsonElement schema, ILookup<string?, TagDetails> tags)
    {
        return Level(schema, "", 0);

        List<FieldSummary> Level(JsonElement holder, string prefix, int depth)
        {
            var level = new List<FieldSummary>();
            foreach (var field in holder.Items("fields"))
            {
                if (field.Scalar("name") is not { Length: > 0 } name) continue;
                var nested = depth + 1 < Levels ? Level(field, $"{prefix}{name}.", depth + 1) : [];
                level.Add(new(
                    new FieldNode(dataset.Namespace, dataset.Name, prefix + name).ToString(), name, field.Scalar("type"), field.Scalar("description"), [.. tags[prefix + name]], nested.Count == 0 ? null : nested));
            }

            return level;
        }
    }

    /// <summary>Types by path, for comparing; of fields stated twice the last counts.</summary>
    public static Dictionary<string, string> Types(JsonElement schema)
    {
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in Fields(schema)) types[field.Path] = field.Type ?? "";
        return types;
    }
}
