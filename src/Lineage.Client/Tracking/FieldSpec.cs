namespace Lineage.Client;

/// <summary>A field of a dataset's schema.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type as the data source calls it; may be null.</param>
/// <param name="Description">What it holds; may be null.</param>
/// <param name="Fields">Its own fields, when it is a structure.</param>
public sealed record FieldSpec(string Name, string? Type = null, string? Description = null, IReadOnlyList<FieldSpec>? Fields = null);
