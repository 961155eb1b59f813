namespace Lineage.Contracts;

/// <summary>
/// A dataset. Where symlinks join several names, each property comes from the name asked for, or else from the one that stated it last;
/// tags and owners are those of all names together.
/// </summary>
/// <param name="Names">Node ids of all names of the same data, the one asked for first.</param>
/// <param name="ReferencedOnly">True when it is only named inside facets.</param>
/// <param name="DatasetType">TABLE, VIEW, FILE, TOPIC, STREAM, MODEL …</param>
/// <param name="Fields">Its schema, nested fields inside their parents (16 levels at most).</param>
/// <param name="LastWritten">The latest run that wrote it: a completed one, else any.</param>
/// <param name="LastRead">The latest run that read it.</param>
/// <param name="Facets">Everything else that holds about it.</param>
public sealed record DatasetDetails(
    string Namespace, string Name, IReadOnlyList<string> Names, bool ReferencedOnly, string? DatasetType, string? DatasetSubType, string? Documentation, string? Version,
    LifecycleDetails? Lifecycle, StorageDetails? Storage, DataSourceDetails? DataSource, IReadOnlyList<TagDetails> Tags, IReadOnlyList<OwnerDetails> Owners,
    IReadOnlyList<FieldSummary> Fields, RunSummary? LastWritten, RunSummary? LastRead, IReadOnlyList<FacetDetails> Facets);

/// <summary>How a dataset is stored: table format and file format.</summary>
public sealed record StorageDetails(string? Layer, string? Format);

/// <summary>Where a dataset comes from.</summary>
public sealed record DataSourceDetails(string? Name, string? Uri);

/// <summary>A field of a schema.</summary>
/// <param name="NodeId">Its node id; the field's path is joined by dots where it is nested.</param>
/// <param name="Name">Its own name.</param>
/// <param name="Fields">The fields nested in it; absent when there are none.</param>
public sealed record FieldSummary(string NodeId, string Name, string? Type, string? Description, IReadOnlyList<TagDetails> Tags, IReadOnlyList<FieldSummary>? Fields = null);

/// <summary>A field with its neighbours in lineage counted.</summary>
/// <param name="Path">Names from the outermost field inwards, joined by dots.</param>
/// <param name="Upstream">Distinct fields it is derived from, as jobs work now.</param>
/// <param name="Downstream">Distinct fields (or whole datasets) that are derived from it.</param>
public sealed record FieldDetails(string NodeId, string Dataset, string Path, string? Type, string? Description, IReadOnlyList<TagDetails> Tags, int Upstream, int Downstream);
