namespace Lineage.Client;

/// <summary>Where the code of a job lies.</summary>
/// <param name="Url">Address of the file itself.</param>
/// <param name="RepoUrl">Address of the repository; may be null.</param>
/// <param name="Path">Path inside the repository; may be null.</param>
/// <param name="Version">Commit; may be null.</param>
/// <param name="Branch">Branch; may be null.</param>
/// <param name="Kind">Kind of the repository, <c>git</c> by default.</param>
public sealed record SourceCodeLocation(Uri Url, string? RepoUrl = null, string? Path = null, string? Version = null, string? Branch = null, string Kind = "git");
