using System.Text.Json;
using Lineage.Contracts.OpenLineage;

namespace Lineage.Client;

/// <summary>Writes what is known about a run as OpenLineage events.</summary>
internal sealed class RunEvents(string producer)
{
    private const string TagSource = "LINEAGE_CLIENT";

    internal ReadOnlyMemory<byte> Write(RunFacts run, EventType eventType, DateTimeOffset at) => JsonSerializer.SerializeToUtf8Bytes(
        new RunEvent
        {
            EventTime = at,
            Producer = producer,
            EventType = eventType,
            Run = new Run { RunId = run.RunId.ToString(), Facets = Map(Error(run)) },
            Job = new Job { Namespace = run.Job.Namespace, Name = run.Job.Name, Facets = JobFacets(run) },
            Inputs = [.. run.Inputs.Select(d => new InputDataset { Namespace = d.Name.Namespace, Name = d.Name.Name, Facets = DatasetFacets(d) })],
            Outputs = [.. (eventType == EventType.Complete ? run.Outputs : []).Select(Output)],
        },
        OpenLineageJson.Default.RunEvent);

    private OutputDataset Output(TrackedDataset d) => new()
    {
        Namespace = d.Name.Namespace,
        Name = d.Name.Name,
        Facets = DatasetFacets(d),
        OutputFacets = Map((d.Rows ?? d.Bytes) is null ? null : new OutputStatisticsOutputDatasetFacet { RowCount = d.Rows, Size = d.Bytes }),
    };

    private static ErrorMessageRunFacet? Error(RunFacts run) => run.Error is { } error ? new() { Message = error, ProgrammingLanguage = "C#" } : null;

    private FacetMap? JobFacets(RunFacts run)
    {
        var options = run.Options;
        return Map(
            options.Documentation is { } text ? new DocumentationJobFacet { Description = text } : null,
            options.SourceCode is { } code
                ? new SourceCodeLocationJobFacet { Type = code.Kind, Url = code.Url.OriginalString, RepoUrl = code.RepoUrl, Path = code.Path, Version = code.Version, Branch = code.Branch }
                : null,
            run.Sql is { } sql ? new SqlJobFacet { Query = sql } : null,
            options.Owners.Count > 0 ? new OwnershipJobFacet { Owners = [.. options.Owners.Select(name => new Owner { Name = name })] } : null,
            run.JobTags.Count > 0 ? new TagsJobFacet { Tags = [.. run.JobTags.Select(t => new FacetTag { Key = t.Key, Value = t.Value, Source = TagSource })] } : null);
    }

    private FacetMap? DatasetFacets(TrackedDataset d) => Map(
        d.Documentation is { } text ? new DocumentationDatasetFacet { Description = text } : null,
        d.Kind is { } kind ? new DatasetTypeDatasetFacet { DatasetType = kind } : null,
        d.Version is { } version ? new DatasetVersionDatasetFacet { DatasetVersion = version } : null,
        d.Fields.Count > 0 ? new SchemaDatasetFacet { Fields = Fields(d.Fields) } : null,
        d.Tags.Count > 0 ? new TagsDatasetFacet { Tags = [.. d.Tags.Select(t => new DatasetTag { Key = t.Key, Value = t.Value, Source = TagSource, Field = t.Field })] } : null,
        d.Derivations.Count > 0 ? ColumnLineage(d) : null);

    private static List<SchemaField>? Fields(IReadOnlyList<FieldSpec>? fields) =>
        fields?.Select(f => new SchemaField { Name = f.Name, Type = f.Type, Description = f.Description, Fields = Fields(f.Fields) }).ToList();

    private static ColumnLineageDatasetFacet ColumnLineage(TrackedDataset d) => new()
    {
        Fields = d.Derivations.GroupBy(x => x.Field).ToDictionary(
            field => field.Key,
            field => new ColumnLineageField
            {
                InputFields =
                [
                    .. field.GroupBy(x => (x.Source, x.SourceField)).Select(source => new ColumnLineageInput
                    {
                        Namespace = source.Key.Source.Namespace,
                        Name = source.Key.Source.Name,
                        Field = source.Key.SourceField,
                        Transformations = [.. source.Select(x => new Transformation { Type = x.How.Type, Subtype = x.How.Subtype, Description = x.How.Description, Masking = x.How.Masking })],
                    }),
                ],
            }),
    };

    private FacetMap? Map(params IEnumerable<Facet?> facets)
    {
        var map = new FacetMap();
        foreach (var facet in facets)
        {
            if (facet is not null)
                map.Add(facet.Stamped(producer));
        }

        return map.Count > 0 ? map : null;
    }
}
