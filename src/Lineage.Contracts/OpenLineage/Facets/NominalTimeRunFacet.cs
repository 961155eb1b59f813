using System.Text.Json.Serialization;
using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>The period a run was scheduled for, which is not when it ran.</summary>
/// <remarks>Scope: run. Key: <c>nominalTime</c>. Required: <c>nominalStartTime</c>.</remarks>
public sealed record NominalTimeRunFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "nominalTime";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "1-0-1/NominalTimeRunFacet.json#/$defs/NominalTimeRunFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Run], Record.Required("nominalStartTime", Time).Optional("nominalEndTime", Time));

    /// <summary>Begin of the period.</summary>
    [JsonConverter(typeof(TimestampConverter))]
    public required DateTimeOffset NominalStartTime { get; init; }

    /// <summary>End of the period, exclusive.</summary>
    [JsonConverter(typeof(TimestampConverter))]
    public DateTimeOffset? NominalEndTime { get; init; }
}
