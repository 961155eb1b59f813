using Lineage.Contracts;

namespace Lineage.Server.Features.Catalog.Searching;

/// <summary>A thing that holds the text, and how well: 0 the whole name, 1 its beginning, 2 inside the name, 3 the namespace, 4 a tag or description.</summary>
internal sealed record Match(int Rank, SearchHit Hit)
{
    private const int Shown = 200;

    /// <summary>The best place of a thing with a name of its own.</summary>
    public static int? RankOf(string text, string name) =>
        name.Equals(text, StringComparison.OrdinalIgnoreCase) ? 0
        : name.StartsWith(text, StringComparison.OrdinalIgnoreCase) ? 1
        : name.Contains(text, StringComparison.OrdinalIgnoreCase) ? 2
        : null;

    /// <summary>A dataset or job by its name or its namespace.</summary>
    public static Match? OfName(string text, string kind, string ns, string name) =>
        RankOf(text, name) is { } rank ? new(rank, Thing(kind, ns, name, "name"))
        : RankOf(text, ns) is not null ? new(3, Thing(kind, ns, name, "namespace"))
        : null;

    /// <summary>A dataset or job, or a field of it, by a tag or description.</summary>
    public static Match OfText(string kind, string ns, string name, string? field, string matched, string said) =>
        new(4, (field is null ? Thing(kind, ns, name, matched) : Field(ns, name, field, matched)) with { Text = Cut(said) });

    public static SearchHit Field(string ns, string name, string field, string matched) => new(new FieldNode(ns, name, field).ToString(), "field", ns, name, field, matched);

    private static SearchHit Thing(string kind, string ns, string name, string matched) =>
        new((kind == "job" ? new JobNode(ns, name) : (NodeId)new DatasetNode(ns, name)).ToString(), kind, ns, name, null, matched);

    // Not between the halves of a character.
    private static string Cut(string text) => text.Length <= Shown ? text : text[..(char.IsHighSurrogate(text[Shown - 1]) ? Shown - 1 : Shown)];
}
