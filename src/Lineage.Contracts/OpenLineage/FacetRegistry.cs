using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;
using Lineage.Contracts.OpenLineage.Shapes;

namespace Lineage.Contracts.OpenLineage;

/// <summary>The facets whose schema is known here, found by scope and key, or by type.</summary>
public static class FacetRegistry
{
    private static readonly FrozenDictionary<(FacetScope Scope, string Key), FacetEntry> ByKey =
        FacetCatalogue.All.SelectMany(entry => entry.Shape.Scopes, (entry, scope) => ((scope, entry.Shape.Key), entry))
            .ToFrozenDictionary(pair => pair.Item1, pair => pair.entry);

    private static readonly FrozenDictionary<Type, FacetEntry> ByType = FacetCatalogue.All.ToFrozenDictionary(entry => entry.Type);

    /// <summary>All of them, in no order that means anything.</summary>
    public static IReadOnlyList<FacetEntry> Entries => FacetCatalogue.All;

    /// <summary>The facet that has this key in this scope; null when none is known.</summary>
    public static FacetEntry? Find(FacetScope scope, string key) => ByKey.GetValueOrDefault((scope, key));

    /// <summary>The schema of a facet type; null for <see cref="CustomFacet"/>.</summary>
    public static FacetShape? ShapeOf(Type facet) => ByType.GetValueOrDefault(facet)?.Shape;

    /// <summary>
    /// What breaks the facet's schema, each as <c>pointer: reason</c> with a JSON pointer relative to the facet; empty when it is fine.
    /// A facet of unknown key is asked for its producer and schema only, and so is one that asks for its own removal. Gives up after 100 findings.
    /// </summary>
    public static IReadOnlyList<string> Check(FacetScope scope, string key, JsonElement facet)
    {
        var removable = BaseFacetShape.Of(scope);
        var isRemoval = removable == BaseFacetShape.Removable && IsRemoval(facet);
        return ShapeCheck.Run(facet, isRemoval || Find(scope, key) is not { } entry ? removable : entry.Shape.Full);
    }

    /// <summary>
    /// The facet as far as it fits its type: optional parts that do not fit are left out. Null when a required member is missing or unusable.
    /// Neither producer nor schema need be there.
    /// </summary>
    public static TFacet? Read<TFacet>(JsonElement facet)
        where TFacet : Facet, IFacet => Read(facet, typeof(TFacet), TFacet.Shape.Readable) as TFacet;

    /// <summary>The facet as the type its key has in the scope, or else as <see cref="CustomFacet"/>; null when it is not even an object.</summary>
    public static Facet? Read(FacetScope scope, string key, JsonElement facet) =>
        (Find(scope, key) is { } entry ? Read(facet, entry.Type, entry.Shape.Readable) : null)
        ?? Read(facet, typeof(CustomFacet), BaseFacetShape.Readable);

    private static Facet? Read(JsonElement json, Type type, ObjectShape shape)
    {
        if (!ShapeFilter.IsUsable(json, shape))
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { MaxDepth = JsonDepth.Serializer, SkipValidation = true }))
        {
            ShapeFilter.Write(writer, json, shape);
        }

        return JsonSerializer.Deserialize(buffer.WrittenSpan, OpenLineageJson.Default.InfoOf(type)) as Facet;
    }

    private static bool IsRemoval(JsonElement facet)
    {
        var removal = false;
        if (facet.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in facet.EnumerateObject())
            {
                removal = JsonText.Is(member, "_deleted"u8, BaseFacetShape.Deleted) ? member.Value.ValueKind == JsonValueKind.True : removal;
            }
        }

        return removal;
    }
}

/// <summary>A registered facet.</summary>
/// <param name="Type">Its record.</param>
/// <param name="Shape">Its schema.</param>
public sealed record FacetEntry(Type Type, FacetShape Shape);
