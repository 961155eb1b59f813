using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Lineage.Contracts.OpenLineage.Shapes;

namespace Lineage.Contracts.OpenLineage;

/// <summary>Reads and writes the OpenLineage wire format: members without value are left out, numbers and names are exact.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    MaxDepth = JsonDepth.Serializer)]
[JsonSerializable(typeof(RunEvent))]
[JsonSerializable(typeof(JobEvent))]
[JsonSerializable(typeof(DatasetEvent))]
[JsonSerializable(typeof(CustomFacet))]
[JsonSerializable(typeof(CatalogDatasetFacet))]
[JsonSerializable(typeof(ColumnLineageDatasetFacet))]
[JsonSerializable(typeof(DataQualityAssertionsDatasetFacet))]
[JsonSerializable(typeof(DataQualityMetricsDatasetFacet))]
[JsonSerializable(typeof(DataQualityMetricsInputDatasetFacet))]
[JsonSerializable(typeof(DataSourceDatasetFacet))]
[JsonSerializable(typeof(DatasetTypeDatasetFacet))]
[JsonSerializable(typeof(DatasetVersionDatasetFacet))]
[JsonSerializable(typeof(DocumentationDatasetFacet))]
[JsonSerializable(typeof(DocumentationJobFacet))]
[JsonSerializable(typeof(EnvironmentVariablesRunFacet))]
[JsonSerializable(typeof(ErrorMessageRunFacet))]
[JsonSerializable(typeof(ExecutionParametersRunFacet))]
[JsonSerializable(typeof(ExternalQueryRunFacet))]
[JsonSerializable(typeof(ExtractionErrorRunFacet))]
[JsonSerializable(typeof(GcpComposerJobFacet))]
[JsonSerializable(typeof(GcpComposerRunFacet))]
[JsonSerializable(typeof(GcpDataprocRunFacet))]
[JsonSerializable(typeof(GcpLineageJobFacet))]
[JsonSerializable(typeof(HierarchyDatasetFacet))]
[JsonSerializable(typeof(IcebergCommitReportOutputDatasetFacet))]
[JsonSerializable(typeof(IcebergScanReportInputDatasetFacet))]
[JsonSerializable(typeof(InputStatisticsInputDatasetFacet))]
[JsonSerializable(typeof(InputSubsetInputDatasetFacet))]
[JsonSerializable(typeof(JobDependenciesRunFacet))]
[JsonSerializable(typeof(JobTypeJobFacet))]
[JsonSerializable(typeof(LifecycleStateChangeDatasetFacet))]
[JsonSerializable(typeof(LineageDatasetFacet))]
[JsonSerializable(typeof(LineageJobFacet))]
[JsonSerializable(typeof(NominalTimeRunFacet))]
[JsonSerializable(typeof(OutputStatisticsOutputDatasetFacet))]
[JsonSerializable(typeof(OutputSubsetOutputDatasetFacet))]
[JsonSerializable(typeof(OwnershipDatasetFacet))]
[JsonSerializable(typeof(OwnershipJobFacet))]
[JsonSerializable(typeof(ParentRunFacet))]
[JsonSerializable(typeof(ProcessingEngineRunFacet))]
[JsonSerializable(typeof(SchemaDatasetFacet))]
[JsonSerializable(typeof(SourceCodeJobFacet))]
[JsonSerializable(typeof(SourceCodeLocationJobFacet))]
[JsonSerializable(typeof(SqlJobFacet))]
[JsonSerializable(typeof(StorageDatasetFacet))]
[JsonSerializable(typeof(SymlinksDatasetFacet))]
[JsonSerializable(typeof(TagsDatasetFacet))]
[JsonSerializable(typeof(TagsJobFacet))]
[JsonSerializable(typeof(TagsRunFacet))]
[JsonSerializable(typeof(TestRunFacet))]
public sealed partial class OpenLineageJson : JsonSerializerContext
{
    internal JsonTypeInfo InfoOf(Type type) => GetTypeInfo(type) ?? throw new ArgumentException($"{type.Name} is not part of the wire format.", nameof(type));
}
