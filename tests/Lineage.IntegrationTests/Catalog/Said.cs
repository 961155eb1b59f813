using System.Globalization;

namespace Lineage.IntegrationTests.Catalog;

/// <summary>Events of a small shop: written as an emitter would write them.</summary>
internal static class Said
{
    private const string Common = "\"producer\":\"https://shop.example/etl\",\"schemaURL\":\"https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent\"";
    private const string Marks = "\"_producer\":\"https://shop.example/etl\",\"_schemaURL\":\"https://openlineage.io/spec/facets/1-0-0/F.json\"";

    /// <summary>Minutes after the first of March 2026.</summary>
    public static string At(int minute) => new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(minute).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Run(string type, string run, int minute, string job, string inputs = "", string outputs = "", string runFacets = "", string jobFacets = "", string ns = "etl") =>
        $$"""{"eventType":"{{type}}","eventTime":"{{At(minute)}}","run":{"runId":"{{run}}","facets":{ {{runFacets}} } },"job":{"namespace":"{{ns}}","name":"{{job}}","facets":{ {{jobFacets}} } },"inputs":[{{inputs}}],"outputs":[{{outputs}}],{{Common}}}""";

    public static string Dataset(int minute, string dataset) => $$"""{"eventTime":"{{At(minute)}}","dataset":{{dataset}},{{Common}}}""";

    public static string Of(string ns, string name, string facets = "") => $$"""{"namespace":"{{ns}}","name":"{{name}}","facets":{ {{facets}} } }""";

    /// <summary>A facet out of a JSON object, with the two members that every facet has.</summary>
    public static string Facet(string name, string json) => $"\"{name}\":{{{Marks},{json[1..]}";

    public static string Schema(params string[] fields) => Facet(
        "schema", $$"""{"fields":[{{string.Join(',', fields.Select(f => f.StartsWith('{') ? f : $$"""{"name":"{{f.Split(':')[0]}}","type":"{{f.Split(':')[1]}}"}"""))}}]}""");

    public static string Version(string version) => Facet("version", $$"""{"datasetVersion":"{{version}}"}""");

    public static string Sql(string query) => Facet("sql", $$"""{"query":"{{query}}"}""");

    public static string Parent(string run, string ns, string job) => Facet(
        "parent", $$"""{"run":{"runId":"{{run}}"},"job":{"namespace":"{{ns}}","name":"{{job}}"} }""");

    public static string NewRun() => Guid.NewGuid().ToString();
}
