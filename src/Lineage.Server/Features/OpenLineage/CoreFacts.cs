using System.Text.Json;
using System.Text.Json.Nodes;
using Lineage.Merkle;
using Lineage.Server.Features.Graph.Interpretation;

namespace Lineage.Server.Features.OpenLineage;

/// <summary>
/// The core facts of an observation in canonical JSON (RFC 8785): kind, valid time, run, job, inputs, outputs, field edges. Committed to
/// apart from the payload, so that a report can open the lineage of an event without opening query texts, owners or other people's data.
/// </summary>
internal static class CoreFacts
{
    public static byte[] Of(Observation o)
    {
        var core = new JsonObject
        {
            ["v"] = 1,
            ["kind"] = o.Kind.ToString(),
            ["valid"] = o.ValidAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture),
            ["type"] = o.EventType,
            ["run"] = o.RunId,
            ["job"] = o.Job is { } job ? Pair(job.Namespace, job.Name) : null,
            ["dataset"] = o.Subject is { } subject ? Pair(subject.Namespace, subject.Name) : null,
            ["inputs"] = List(o.Uses.Where(u => u.Role == DatasetRole.Input).Select(u => Pair(u.Dataset.Namespace, u.Dataset.Name))),
            ["outputs"] = List(o.Uses.Where(u => u.Role == DatasetRole.Output).Select(u => Pair(u.Dataset.Namespace, u.Dataset.Name))),
            ["fields"] = List(o.Fields.Select(Field)),
        };
        using var document = JsonDocument.Parse(core.ToJsonString());
        return CanonicalJson.Bytes(document.RootElement);
    }

    private static JsonArray Field(FieldDerivation f) => new(
        f.Source.Namespace, f.Source.Name, f.SourceField, f.Target.Namespace, f.Target.Name, f.TargetField,
        List(f.Transformations.Select(t => new JsonArray(t.Type, t.Subtype, t.Masking))));

    private static JsonArray Pair(string ns, string name) => new(ns, name);

    // Sorted: the order in which a client happens to list its inputs says nothing.
    private static JsonArray List(IEnumerable<JsonArray> items) => new([.. items.OrderBy(i => i.ToJsonString(), StringComparer.Ordinal)]);
}
