namespace Lineage.Contracts.OpenLineage;

/// <summary>The list of registered facets: one line each.</summary>
internal static class FacetCatalogue
{
    public static IReadOnlyList<FacetEntry> All { get; } =
    [
        Entry<CatalogDatasetFacet>(),
        Entry<ColumnLineageDatasetFacet>(),
        Entry<DataQualityAssertionsDatasetFacet>(),
        Entry<DataQualityMetricsDatasetFacet>(),
        Entry<DataQualityMetricsInputDatasetFacet>(),
        Entry<DataSourceDatasetFacet>(),
        Entry<DatasetTypeDatasetFacet>(),
        Entry<DatasetVersionDatasetFacet>(),
        Entry<DocumentationDatasetFacet>(),
        Entry<DocumentationJobFacet>(),
        Entry<EnvironmentVariablesRunFacet>(),
        Entry<ErrorMessageRunFacet>(),
        Entry<ExecutionParametersRunFacet>(),
        Entry<ExternalQueryRunFacet>(),
        Entry<ExtractionErrorRunFacet>(),
        Entry<GcpComposerJobFacet>(),
        Entry<GcpComposerRunFacet>(),
        Entry<GcpDataprocRunFacet>(),
        Entry<GcpLineageJobFacet>(),
        Entry<HierarchyDatasetFacet>(),
        Entry<IcebergCommitReportOutputDatasetFacet>(),
        Entry<IcebergScanReportInputDatasetFacet>(),
        Entry<InputStatisticsInputDatasetFacet>(),
        Entry<InputSubsetInputDatasetFacet>(),
        Entry<JobDependenciesRunFacet>(),
        Entry<JobTypeJobFacet>(),
        Entry<LifecycleStateChangeDatasetFacet>(),
        Entry<LineageDatasetFacet>(),
        Entry<LineageJobFacet>(),
        Entry<NominalTimeRunFacet>(),
        Entry<OutputStatisticsOutputDatasetFacet>(),
        Entry<OutputSubsetOutputDatasetFacet>(),
        Entry<OwnershipDatasetFacet>(),
        Entry<OwnershipJobFacet>(),
        Entry<ParentRunFacet>(),
        Entry<ProcessingEngineRunFacet>(),
        Entry<SchemaDatasetFacet>(),
        Entry<SourceCodeJobFacet>(),
        Entry<SourceCodeLocationJobFacet>(),
        Entry<SqlJobFacet>(),
        Entry<StorageDatasetFacet>(),
        Entry<SymlinksDatasetFacet>(),
        Entry<TagsDatasetFacet>(),
        Entry<TagsJobFacet>(),
        Entry<TagsRunFacet>(),
        Entry<TestRunFacet>(),
    ];

    private static FacetEntry Entry<TFacet>()
        where TFacet : Facet, IFacet => new(typeof(TFacet), TFacet.Shape);
}
