using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>Where the code of a job is kept, and which version of it ran.</summary>
/// <remarks>Scope: job. Key: <c>sourceCodeLocation</c>. Required: <c>type</c>, <c>url</c>.</remarks>
public sealed record SourceCodeLocationJobFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "sourceCodeLocation";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "1-1-0/SourceCodeLocationJobFacet.json#/$defs/SourceCodeLocationJobFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Job], Record
        .Required("type", Text)
        .Required("url", UriText)
        .Optional("repoUrl", Text)
        .Optional("path", Text)
        .Optional("version", Text)
        .Optional("tag", Text)
        .Optional("branch", Text)
        .Optional("pullRequestNumber", Text));

    /// <summary>Kind of version control, such as <c>git</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Address of the file.</summary>
    public required string Url { get; init; }

    /// <summary>Address of the repository.</summary>
    public string? RepoUrl { get; init; }

    /// <summary>Path in the repository.</summary>
    public string? Path { get; init; }

    /// <summary>The commit.</summary>
    public string? Version { get; init; }

    /// <summary>Tag of the commit.</summary>
    public string? Tag { get; init; }

    /// <summary>Branch of the commit.</summary>
    public string? Branch { get; init; }

    /// <summary>The change it came with.</summary>
    public string? PullRequestNumber { get; init; }
}
