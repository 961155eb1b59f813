using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Lineage.Client;

/// <summary>Writes OpenLineage 2-0-2 run events as UTF-8 JSON.</summary>
internal sealed class RunEventWriter(string producer)
{
    private const string Spec = "https://openlineage.io/spec/";

    internal ReadOnlyMemory<byte> Write(RunFacts run, string eventType, DateTimeOffset at, bool withOutputs)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("eventTime", at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
        json.WriteString("producer", producer);
        json.WriteString("schemaURL", Spec + "2-0-2/OpenLineage.json#/$defs/RunEvent");
        json.WriteString("eventType", eventType);
        WriteRun(json, run);
        WriteJob(json, run);
        json.WriteStartArray("inputs");
        foreach (var input in run.Inputs)
            WriteDataset(json, input, output: false);
        json.WriteEndArray();
        json.WriteStartArray("outputs");
        foreach (var output in withOutputs ? run.Outputs : [])
            WriteDataset(json, output, output: true);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private void WriteRun(Utf8JsonWriter json, RunFacts run)
    {
        json.WriteStartObject("run");
        json.WriteString("runId", run.RunId);
        json.WriteStartObject("facets");
        if (run.Error is { } error)
        {
            Facet(json, "errorMessage", "1-0-1/ErrorMessageRunFacet", () =>
            {
                json.WriteString("message", error);
                json.WriteString("programmingLanguage", "C#");
            });
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteJob(Utf8JsonWriter json, RunFacts run)
    {
        var options = run.Options;
        json.WriteStartObject("job");
        json.WriteString("namespace", run.Job.Namespace);
        json.WriteString("name", run.Job.Name);
        json.WriteStartObject("facets");
        if (options.Documentation is { } text)
            Facet(json, "documentation", "1-1-0/DocumentationJobFacet", () => json.WriteString("description", text));
        if (options.SourceCode is { } code)
            Facet(json, "sourceCodeLocation", "1-1-0/SourceCodeLocationJobFacet", () => WriteSourceCode(json, code));
        if (run.Sql is { } sql)
            Facet(json, "sql", "1-1-0/SQLJobFacet", () => json.WriteString("query", sql));
        if (options.Owners.Count > 0)
            Facet(json, "ownership", "1-0-1/OwnershipJobFacet", () => Array(json, "owners", options.Owners, owner => json.WriteString("name", owner)));
        if (run.JobTags.Count > 0)
            Facet(json, "tags", "1-0-0/TagsJobFacet", () => WriteTags(json, run.JobTags));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteDataset(Utf8JsonWriter json, TrackedDataset dataset, bool output)
    {
        json.WriteStartObject();
        json.WriteString("namespace", dataset.Name.Namespace);
        json.WriteString("name", dataset.Name.Name);
        json.WriteStartObject("facets");
        if (dataset.Documentation is { } text)
            Facet(json, "documentation", "1-1-0/DocumentationDatasetFacet", () => json.WriteString("description", text));
        if (dataset.Kind is { } kind)
            Facet(json, "datasetType", "1-0-1/DatasetTypeDatasetFacet", () => json.WriteString("datasetType", kind));
        if (dataset.Version is { } version)
            Facet(json, "version", "1-0-1/DatasetVersionDatasetFacet", () => json.WriteString("datasetVersion", version));
        if (dataset.Fields.Count > 0)
            Facet(json, "schema", "1-2-0/SchemaDatasetFacet", () => WriteFields(json, dataset.Fields));
        if (dataset.Tags.Count > 0)
            Facet(json, "tags", "1-0-0/TagsDatasetFacet", () => WriteTags(json, dataset.Tags));
        if (dataset.Derivations.Count > 0)
            Facet(json, "columnLineage", "1-2-0/ColumnLineageDatasetFacet", () => WriteDerivations(json, dataset));
        json.WriteEndObject();
        if (output && (dataset.Rows ?? dataset.Bytes) is not null)
        {
            json.WriteStartObject("outputFacets");
            Facet(json, "outputStatistics", "1-0-2/OutputStatisticsOutputDatasetFacet", () =>
            {
                Number(json, "rowCount", dataset.Rows);
                Number(json, "size", dataset.Bytes);
            });
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteSourceCode(Utf8JsonWriter json, SourceCodeLocation code)
    {
        json.WriteString("type", code.Kind);
        json.WriteString("url", code.Url.OriginalString);
        Optional(json, "repoUrl", code.RepoUrl);
        Optional(json, "path", code.Path);
        Optional(json, "version", code.Version);
        Optional(json, "branch", code.Branch);
    }

    private static void WriteFields(Utf8JsonWriter json, IReadOnlyList<FieldSpec> fields) => Array(json, "fields", fields, field =>
    {
        json.WriteString("name", field.Name);
        Optional(json, "type", field.Type);
        Optional(json, "description", field.Description);
        if (field.Fields is { Count: > 0 } inner)
            WriteFields(json, inner);
    });

    private static void WriteTags(Utf8JsonWriter json, IEnumerable<(string Key, string Value, string? Field)> tags) => Array(json, "tags", tags, tag =>
    {
        json.WriteString("key", tag.Key);
        json.WriteString("value", tag.Value);
        json.WriteString("source", "LINEAGE_CLIENT");
        Optional(json, "field", tag.Field);
    });

    private static void WriteDerivations(Utf8JsonWriter json, TrackedDataset dataset)
    {
        json.WriteStartObject("fields");
        foreach (var field in dataset.Derivations.GroupBy(d => d.Field))
        {
            json.WriteStartObject(field.Key);
            Array(json, "inputFields", field.GroupBy(d => (d.Source, d.SourceField)), source =>
            {
                json.WriteString("namespace", source.Key.Source.Namespace);
                json.WriteString("name", source.Key.Source.Name);
                json.WriteString("field", source.Key.SourceField);
                Array(json, "transformations", source.Select(d => d.How), how =>
                {
                    json.WriteString("type", how.Type);
                    json.WriteString("subtype", how.Subtype);
                    Optional(json, "description", how.Description);
                    json.WriteBoolean("masking", how.Masking);
                });
            });
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private void Facet(Utf8JsonWriter json, string key, string schema, Action body)
    {
        json.WriteStartObject(key);
        json.WriteString("_producer", producer);
        json.WriteString("_schemaURL", $"{Spec}facets/{schema}.json#/$defs/{schema[(schema.IndexOf('/', StringComparison.Ordinal) + 1)..]}");
        body();
        json.WriteEndObject();
    }

    private static void Array<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> body)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            body(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Optional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    private static void Number(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
    }
}
