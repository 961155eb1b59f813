using System.Text.Json.Nodes;

namespace Lineage.IntegrationTests;

/// <summary>Writes OpenLineage events for tests: jobs in namespace <c>n</c>, datasets in namespace <c>d</c>.</summary>
internal static class Ol
{
    public const string JobNamespace = "n";
    public const string DataNamespace = "d";

    public static string Run(
        string run, string? type, string time, string job, IEnumerable<JsonObject>? inputs = null, IEnumerable<JsonObject>? outputs = null, string? runFacets = null, string? jobFacets = null)
    {
        var e = Event(time);
        if (type is not null) e["eventType"] = type;
        e["run"] = With(new() { ["runId"] = run }, "facets", runFacets);
        e["job"] = With(Named(JobNamespace, job), "facets", jobFacets);
        return Io(e, inputs, outputs);
    }

    public static string Job(string time, string job, IEnumerable<JsonObject>? inputs = null, IEnumerable<JsonObject>? outputs = null, string? jobFacets = null)
    {
        var e = Event(time);
        e["job"] = With(Named(JobNamespace, job), "facets", jobFacets);
        return Io(e, inputs, outputs);
    }

    public static string Dataset(string time, JsonObject dataset)
    {
        var e = Event(time);
        e["dataset"] = dataset;
        return e.ToJsonString();
    }

    public static JsonObject Data(string name, string? facets = null) => With(Named(DataNamespace, name), "facets", facets);

    public static JsonObject[] Datas(params string[] names) => [.. names.Select(name => Data(name))];

    /// <summary>Column lineage: <c>target=source.field</c>, or <c>*=source.field</c> for the whole dataset; a trailing <c>#</c> masks.</summary>
    public static string Columns(params string[] edges)
    {
        var (fields, whole) = (new JsonObject(), new JsonArray());
        foreach (var edge in edges)
        {
            var (target, source) = (edge.Split('=')[0], edge.Split('=')[1].TrimEnd('#').Split('.'));
            var input = Named(DataNamespace, source[0]);
            input["field"] = source[1];
            input["transformations"] = new JsonArray(new JsonObject { ["type"] = target == "*" ? "INDIRECT" : "DIRECT", ["subtype"] = target == "*" ? "FILTER" : "IDENTITY", ["masking"] = edge.EndsWith('#') });
            if (target == "*") whole.Add((JsonNode)input);
            else ((JsonArray)(fields[target] ??= new JsonObject { ["inputFields"] = new JsonArray() })["inputFields"]!).Add((JsonNode)input);
        }

        return new JsonObject { ["columnLineage"] = Facet(new() { ["fields"] = fields, ["dataset"] = whole }) }.ToJsonString();
    }

    public static string Symlink(string name) => new JsonObject
    {
        ["symlinks"] = Facet(new() { ["identifiers"] = new JsonArray(new JsonObject { ["namespace"] = DataNamespace, ["name"] = name, ["type"] = "TABLE" }) }),
    }.ToJsonString();

    /// <summary>An explicit lineage facet of a job: <c>target=source,source</c>.</summary>
    public static string Lineage(params string[] entries) => new JsonObject
    {
        ["lineage"] = Facet(new()
        {
            ["entries"] = new JsonArray([.. entries.Select(entry => (JsonNode)new JsonObject
            {
                ["namespace"] = DataNamespace,
                ["name"] = entry.Split('=')[0],
                ["type"] = "DATASET",
                ["inputs"] = new JsonArray([.. entry.Split('=')[1].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(s => (JsonNode)new JsonObject { ["namespace"] = DataNamespace, ["name"] = s, ["type"] = "DATASET" })]),
            })]),
        }),
    }.ToJsonString();

    public static string Id(int n) => $"00000000-0000-7000-8000-{n:x12}";

    private static JsonObject Event(string time) => new() { ["eventTime"] = time, ["producer"] = "https://example.org/tests", ["schemaURL"] = "https://openlineage.io/spec/2-0-2/OpenLineage.json" };

    private static JsonObject Named(string ns, string name) => new() { ["namespace"] = ns, ["name"] = name };

    private static JsonObject Facet(JsonObject facet)
    {
        facet["_producer"] = "https://example.org/tests";
        facet["_schemaURL"] = "https://openlineage.io/spec/facets/1-0-0/Facet.json";
        return facet;
    }

    private static JsonObject With(JsonObject holder, string member, string? json)
    {
        if (json is not null) holder[member] = JsonNode.Parse(json);
        return holder;
    }

    private static string Io(JsonObject e, IEnumerable<JsonObject>? inputs, IEnumerable<JsonObject>? outputs)
    {
        if (inputs is not null) e["inputs"] = new JsonArray([.. inputs]);
        if (outputs is not null) e["outputs"] = new JsonArray([.. outputs]);
        return e.ToJsonString();
    }
}
