using Lineage.Contracts.OpenLineage.Shapes;
using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>Other names of the same data, such as the catalogue's table for a path.</summary>
/// <remarks>Scope: dataset. Key: <c>symlinks</c>. Required: nothing of its own.</remarks>
public sealed record SymlinksDatasetFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "symlinks";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "1-0-1/SymlinksDatasetFacet.json#/$defs/SymlinksDatasetFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Dataset], Record.Optional("identifiers", List(SymlinkIdentifier.Shape)));

    /// <summary>The other names.</summary>
    public IReadOnlyList<SymlinkIdentifier>? Identifiers { get; init; }
}

/// <summary>Another name of the same data.</summary>
public sealed record SymlinkIdentifier : WireObject
{
    internal static ObjectShape Shape { get; } = Record
        .Required("namespace", Text)
        .Required("name", Text)
        .Required("type", Text);

    /// <summary>Its namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What is so named, such as <c>TABLE</c>.</summary>
    public required string Type { get; init; }
}
