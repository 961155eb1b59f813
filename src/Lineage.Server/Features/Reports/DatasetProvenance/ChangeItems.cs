using System.Text.Json;
using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Features.Graph.Reading;

namespace Lineage.Server.Features.Reports.DatasetProvenance;

/// <summary>The differences between a facet and the one before it. Query and program texts are compared but never shown: they may hold personal data.</summary>
internal static class ChangeItems
{
    private const int FieldsNamed = 12;

    /// <param name="before">The statement before; null when this is the first.</param>
    public static IEnumerable<ChangeItem> Between(FacetRow? before, FacetRow now)
    {
        var (old, said) = (before?.Json, now.Json);
        if (now.Deleted) return before is null ? [] : [new("withdrawn", Noun(now.Name), null, null)];
        return now.Name switch
        {
            "schema" => Schema(old, said),
            "ownership" => Sets(Owners(old), Owners(said), "owner"),
            "version" => Value(old?.Scalar("datasetVersion"), said.Scalar("datasetVersion"), "dataset version"),
            "lifecycleStateChange" => Lifecycle(old, said),
            "sourceCodeLocation" => Source(old, said),
            _ => before is null ? [] : before.Body == now.Body ? [] : [new("changed", Noun(now.Name), null, null)],
        };
    }

    private static string Noun(string facet) => facet switch
    {
        "schema" => "schema",
        "ownership" => "ownership",
        "version" => "dataset version",
        "sql" => "SQL text",
        "sourceCode" => "source code",
        "sourceCodeLocation" => "source code version",
        _ => "lifecycle state",
    };

    private static IEnumerable<ChangeItem> Schema(JsonElement? old, JsonElement said)
    {
        var after = Fields(said);
        if (old is not { } previous)
        {
            return after.Count == 0 ? [] : [new("first recorded", after.Count == 1 ? "1 field" : $"{after.Count} fields", null,
                string.Join(", ", after.Keys.Order(StringComparer.Ordinal).Take(FieldsNamed)) + (after.Count > FieldsNamed ? ", …" : ""))];
        }

        var before = Fields(previous);
        return
        [
            .. after.Where(f => !before.ContainsKey(f.Key)).OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => new ChangeItem("added", $"field {f.Key}", null, f.Value)),
            .. before.Where(f => !after.ContainsKey(f.Key)).OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => new ChangeItem("removed", $"field {f.Key}", f.Value, null)),
            .. after.Where(f => before.TryGetValue(f.Key, out var type) && type != f.Value).OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => new ChangeItem("retyped", $"field {f.Key}", before[f.Key], f.Value)),
        ];
    }

    // Of two fields of one name the later counts, as with duplicate keys.
    private static Dictionary<string, string?> Fields(JsonElement schema) =>
        SchemaFields.Of(schema).GroupBy(f => f.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last().Type, StringComparer.Ordinal);

    private static string[] Owners(JsonElement? facet) =>
        facet is not { } f ? [] : [.. f.Items("owners").Select(o => o.Scalar("type") is { Length: > 0 } type ? $"{o.Scalar("name")} ({type})" : o.Scalar("name") ?? "").Where(o => o.Length > 0)];

    private static IEnumerable<ChangeItem> Sets(string[] before, string[] after, string noun) =>
    [
        .. after.Except(before).Order(StringComparer.Ordinal).Select(o => new ChangeItem("added", noun, null, o)),
        .. before.Except(after).Order(StringComparer.Ordinal).Select(o => new ChangeItem("removed", noun, o, null)),
    ];

    private static IEnumerable<ChangeItem> Value(string? before, string? after, string what) =>
        after is null || before == after ? [] : [new(before is null ? "first recorded" : "changed", what, before, after)];

    private static IEnumerable<ChangeItem> Lifecycle(JsonElement? old, JsonElement said)
    {
        var state = said.Scalar("lifecycleStateChange");
        if (state is null || (old is { } before && before.GetRawText() == said.GetRawText())) return [];
        var previous = said.Member("previousIdentifier")?.Dataset();
        return [new(Happened(state), "dataset", previous is null ? null : $"{previous.Namespace} / {previous.Name}", null)];
    }

    private static string Happened(string state) => state.ToUpperInvariant() switch
    {
        "ALTER" => "altered",
        "CREATE" => "created",
        "DROP" => "dropped",
        "OVERWRITE" => "overwritten",
        "RENAME" => "renamed",
        "TRUNCATE" => "truncated",
        _ => state.ToLowerInvariant(),
    };

    /// <summary>Only the version when nothing else moved; the whole place else.</summary>
    private static IEnumerable<ChangeItem> Source(JsonElement? old, JsonElement said) =>
        old is { } before && Place(before) == Place(said) && Version(before) is { } from && Version(said) is { } to
            ? Value(from, to, "source code version")
            : Value(old is { } o ? Whole(o) : null, Whole(said), "source code version");

    private static string? Version(JsonElement facet) => facet.Scalar("version") ?? facet.Scalar("tag");

    private static string Place(JsonElement facet) =>
        string.Join(" in ", new[] { facet.Scalar("path"), facet.Scalar("repoUrl") ?? facet.Scalar("url") }.Where(part => part is { Length: > 0 }));

    private static string? Whole(JsonElement facet) =>
        string.Join(" of ", new[] { Version(facet), Place(facet) }.Where(part => part is { Length: > 0 })) is { Length: > 0 } text ? text : null;
}
