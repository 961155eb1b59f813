using Lineage.Contracts;

namespace Lineage.Server.Features.Graph.Interpretation;

/// <summary>The three kinds of OpenLineage events.</summary>
internal enum ObservationKind
{
    Run,
    Job,
    Dataset,
}

/// <summary>
/// What one OpenLineage event says, apart from all others. Everything the product knows about lineage is derived from these:
/// a better reading of an event is a change here and a rebuild.
/// </summary>
/// <param name="ValidAt">When it happened, as its source claims, to the microsecond.</param>
/// <param name="EventType">START, RUNNING, COMPLETE, ABORT, FAIL, OTHER or whatever else was sent; null when absent.</param>
/// <param name="RunId">The run's id as sent.</param>
/// <param name="Subject">The dataset of a dataset event.</param>
/// <param name="StatesInputsOutputs">True when the event speaks of inputs or outputs at all, if only to say that there are none.</param>
/// <param name="Uses">The datasets the event names, with their part in it.</param>
/// <param name="Sources">Dataset to dataset statements of columnLineage and lineage facets.</param>
internal sealed record Observation(
    ObservationKind Kind, DateTimeOffset ValidAt, string? EventType, string? RunId, JobName? Job, DatasetName? Subject, string? Producer, bool StatesInputsOutputs,
    ParentRun? Parent, IReadOnlyList<DatasetUse> Uses, IReadOnlyList<SourceStatement> Sources, IReadOnlyList<FieldDerivation> Fields,
    IReadOnlyList<JobStatement> JobEdges, IReadOnlyList<JobDependency> Dependencies, IReadOnlyList<Symlink> Symlinks, IReadOnlyList<FacetStatement> Facets);

/// <summary>The parent facet of a run: its parent's run and job, and the job at the root of the whole.</summary>
internal sealed record ParentRun(string? RunId, JobName? Job, string? RootRunId, JobName? RootJob);

/// <summary>The part a dataset plays in an event.</summary>
internal enum DatasetRole
{
    Input,
    Output,

    /// <summary>The dataset a dataset event is about.</summary>
    Subject,

    /// <summary>Only named inside a facet.</summary>
    Referenced,
}

internal sealed record DatasetUse(DatasetName Dataset, DatasetRole Role);

/// <summary>What an edge between datasets rests on; the order is the order of precedence.</summary>
internal enum Basis
{
    /// <summary>An explicit lineage facet.</summary>
    Lineage,

    /// <summary>The columnLineage facet of an output.</summary>
    ColumnLineage,

    /// <summary>Every input of a run with each of its outputs.</summary>
    Inputs,
}

/// <summary>
/// A facet's statement that <paramref name="Target"/> is made from <paramref name="Source"/>. A lineage facet that states nothing
/// is itself a statement ("no source"): then both are null.
/// </summary>
internal sealed record SourceStatement(Basis Basis, DatasetName? Source, DatasetName? Target);

/// <summary>A field derived from another; without <paramref name="TargetField"/> the source field influences the whole target.</summary>
internal sealed record FieldDerivation(DatasetName Source, string SourceField, DatasetName Target, string? TargetField, IReadOnlyList<Transformation> Transformations, Basis Basis);

/// <summary>One end of an explicit edge that has a job at one or both ends.</summary>
internal sealed record EdgeEnd(bool IsJob, string Namespace, string Name);

internal sealed record JobStatement(EdgeEnd From, EdgeEnd To);

/// <summary>Control flow: <paramref name="After"/> waits for <paramref name="Before"/>.</summary>
internal sealed record JobDependency(JobName Before, JobName After);

internal sealed record Symlink(DatasetName Dataset, DatasetName Other, string Type);

/// <summary>What a facet is attached to.</summary>
internal enum FacetScope
{
    Run,
    Job,
    Dataset,
    Input,
    Output,
}

/// <summary>A facet as sent. It replaces, whole, every earlier one of the same name on the same thing.</summary>
/// <param name="Dataset">The dataset it is attached to, for dataset, input and output facets.</param>
/// <param name="Ordinal">Its place within the event; later ones replace earlier ones.</param>
/// <param name="Deleted">True when it only says that the facet is gone.</param>
/// <param name="Body">The facet's JSON; null when it is too large to keep a copy beside the event.</param>
internal sealed record FacetStatement(FacetScope Scope, DatasetName? Dataset, string Name, int Ordinal, bool Deleted, string? Body);
