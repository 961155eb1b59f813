using System.Text.Json.Serialization;
using Lineage.Contracts.OpenLineage.Shapes;
using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>The fields of a dataset.</summary>
/// <remarks>Scope: dataset. Key: <c>schema</c>. Required: nothing of its own.</remarks>
public sealed record SchemaDatasetFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "schema";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "1-2-0/SchemaDatasetFacet.json#/$defs/SchemaDatasetFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Dataset], Record.Optional("fields", List(SchemaField.Shape)));

    /// <summary>The fields.</summary>
    public IReadOnlyList<SchemaField>? Fields { get; init; }
}

/// <summary>A field, with those inside it when it is a structure.</summary>
public sealed record SchemaField : WireObject
{
    internal static ObjectShape Shape { get; } = Record
        .Required("name", Text)
        .Optional("type", Text)
        .Optional("description", Text)
        .Optional("ordinal_position", Integer)
        .Optional("fields", List(Recursive(() => Shape!)));

    /// <summary>Name of the field.</summary>
    public required string Name { get; init; }

    /// <summary>Type in the words of the source.</summary>
    public string? Type { get; init; }

    /// <summary>What it means.</summary>
    public string? Description { get; init; }

    /// <summary>Position among its siblings, from 1.</summary>
    [JsonPropertyName("ordinal_position")]
    public long? OrdinalPosition { get; init; }

    /// <summary>Fields inside it.</summary>
    public IReadOnlyList<SchemaField>? Fields { get; init; }
}
