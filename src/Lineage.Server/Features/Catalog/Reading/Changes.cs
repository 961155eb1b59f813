using System.Text.Json;
using Lineage.Contracts;
using Lineage.Server.Features.Graph.Interpretation;

namespace Lineage.Server.Features.Catalog.Reading;

/// <summary>What changed between one statement of a facet and the next. Pure.</summary>
internal static class Changes
{
    private sealed record Change(string Kind, string? Subject = null, string? From = null, string? To = null);

    /// <summary>The changes that statements make, in their order.</summary>
    /// <param name="shows">Whether values of a facet of that name may be shown.</param>
    public static IEnumerable<NodeChange> Of(IEnumerable<Statement> statements, Func<string, bool> shows)
    {
        var held = new Dictionary<(Guid, string), JsonElement>();
        foreach (var s in statements)
        {
            var before = held.GetValueOrDefault((s.Entity, s.Name));
            var after = s.Body is null ? default : FacetReading.Parse(s.Body.Length == 0 ? null : s.Body);
            held[(s.Entity, s.Name)] = after;
            foreach (var change in Between(s.Name, before, after, shows))
                yield return new(change.Kind, change.Subject, change.From, change.To, s.ValidAt, s.RecordedAt, s.EventId, s.Run);
        }
    }

    private static IEnumerable<Change> Between(string facet, JsonElement before, JsonElement after, Func<string, bool> shows) => facet switch
    {
        "schema" => Fields(SchemaReading.Types(before), SchemaReading.Types(after)),
        "tags" => Sets("tag", FacetReading.Tags(before).Select(Text), FacetReading.Tags(after).Select(Text)),
        "ownership" => Sets("owner", FacetReading.Owners(before).Select(Text), FacetReading.Owners(after).Select(Text)),
        "lifecycleStateChange" => Value("lifecycle", before, after, "lifecycleStateChange"),
        "version" => Value("version", before, after, "datasetVersion"),
        "documentation" => Value("documentation", before, after, "description"),
        "sourceCodeLocation" => Value("sourceCodeLocation-changed", before, after, "version"),
        "sql" => Value("sql-changed", before, after, "query", shows(facet)),
        "sourceCode" => Value("sourceCode-changed", before, after, "sourceCode", shows(facet)),
        "datasetType" => Value("datasetType-changed", before, after, "datasetType"),
        "storage" => Value("storage-changed", before, after, "storageLayer"),
        "dataSource" => Value("dataSource-changed", before, after, "uri"),
        _ => Value("jobType-changed", before, after, "jobType"),
    };

    private static IEnumerable<Change> Fields(Dictionary<string, string> before, Dictionary<string, string> after) =>
        before.Keys.Except(after.Keys).Order(StringComparer.Ordinal).Select(f => new Change("field-removed", f, before[f]))
            .Concat(after.Keys.Except(before.Keys).Order(StringComparer.Ordinal).Select(f => new Change("field-added", f, null, after[f])))
            .Concat(after.Keys.Where(f => before.TryGetValue(f, out var type) && type != after[f]).Order(StringComparer.Ordinal).Select(f => new Change("field-retyped", f, before[f], after[f])));

    private static IEnumerable<Change> Sets(string kind, IEnumerable<string> before, IEnumerable<string> after)
    {
        var (had, has) = (before.ToHashSet(StringComparer.Ordinal), after.ToHashSet(StringComparer.Ordinal));
        return had.Except(has).Order(StringComparer.Ordinal).Select(s => new Change($"{kind}-removed", s))
            .Concat(has.Except(had).Order(StringComparer.Ordinal).Select(s => new Change($"{kind}-added", s)));
    }

    private static IEnumerable<Change> Value(string kind, JsonElement before, JsonElement after, string member, bool shown = true)
    {
        var (from, to) = (before.Scalar(member), after.Scalar(member));
        if (from != to) yield return new(kind, null, shown ? from : null, shown ? to : null);
    }

    private static string Text(TagDetails tag) => $"{(tag.Field is null ? "" : $"{tag.Field}: ")}{tag.Key}={tag.Value}";

    private static string Text(OwnerDetails owner) => owner.Type is null ? $"{owner.Name}" : $"{owner.Name} ({owner.Type})";
}
