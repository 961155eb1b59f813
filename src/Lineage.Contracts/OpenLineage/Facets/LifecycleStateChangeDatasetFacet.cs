using Lineage.Contracts.OpenLineage.Shapes;
using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>What happened to a dataset as a whole.</summary>
/// <remarks>Scope: dataset. Key: <c>lifecycleStateChange</c>. Required: <c>lifecycleStateChange</c>.</remarks>
public sealed record LifecycleStateChangeDatasetFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "lifecycleStateChange";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "1-0-1/LifecycleStateChangeDatasetFacet.json#/$defs/LifecycleStateChangeDatasetFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Dataset], Record
        .Required("lifecycleStateChange", OneOf("ALTER", "CREATE", "DROP", "OVERWRITE", "RENAME", "TRUNCATE"))
        .Optional("previousIdentifier", PreviousIdentifier.Shape));

    /// <summary><c>ALTER</c>, <c>CREATE</c>, <c>DROP</c>, <c>OVERWRITE</c>, <c>RENAME</c> or <c>TRUNCATE</c>.</summary>
    public required string LifecycleStateChange { get; init; }

    /// <summary>What it was called before a renaming.</summary>
    public PreviousIdentifier? PreviousIdentifier { get; init; }
}

/// <summary>A dataset's identity before it was renamed.</summary>
public sealed record PreviousIdentifier : WireObject
{
    internal static ObjectShape Shape { get; } = Record.Required("name", Text).Required("namespace", Text);

    /// <summary>Former name.</summary>
    public required string Name { get; init; }

    /// <summary>Former namespace.</summary>
    public required string Namespace { get; init; }
}
