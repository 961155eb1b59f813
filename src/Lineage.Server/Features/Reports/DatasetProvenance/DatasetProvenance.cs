using Lineage.Contracts;
using Lineage.Server.Features.Reports.Rendering.Document;

namespace Lineage.Server.Features.Reports.DatasetProvenance;

/// <summary>Where a dataset or one of its fields comes from, as the record knew it at one mark. All lists arrive sorted; rendering keeps their order.</summary>
/// <param name="Interpretation">The version of the rules by which events became lineage.</param>
/// <param name="Subject">The dataset or field asked about.</param>
/// <param name="Question">The question in words.</param>
/// <param name="Parameters">The query's parameters.</param>
/// <param name="AsOf">Valid time: only events that happened at or before it count.</param>
/// <param name="KnownAt">The mark in the record: only events recorded at or before it count.</param>
/// <param name="Scope">What was searched, and what was left out.</param>
/// <param name="Coverage">Who reports events to the record, and what could not be read.</param>
/// <param name="Answer">The answer in plain words, made by <see cref="PlainWords"/>.</param>
/// <param name="Facts">One row per recorded fact that the answer rests on.</param>
/// <param name="Graph">Everything upstream of the subject.</param>
/// <param name="Paths">The ways from each origin to the subject.</param>
/// <param name="Fields">Field-to-field lineage.</param>
/// <param name="Changes">What changed over time on the way to the subject.</param>
/// <param name="Runs">The runs that wrote the subject's dataset.</param>
/// <param name="Totals">Counts that must reconcile (<see cref="Reconciliation"/>).</param>
public sealed record ProvenanceContent(
    string Interpretation,
    ProvenanceSubject Subject,
    string Question,
    ProvenanceParameters Parameters,
    DateTimeOffset AsOf,
    KnownAt KnownAt,
    ProvenanceScope Scope,
    Coverage Coverage,
    IReadOnlyList<string> Answer,
    IReadOnlyList<FactRow> Facts,
    LineageGraph Graph,
    ProvenancePaths Paths,
    IReadOnlyList<FieldLineageRow> Fields,
    IReadOnlyList<Change> Changes,
    IReadOnlyList<WritingRun> Runs,
    ControlTotals Totals) : IReportContent
{
    ReportDefinition IReportContent.Definition => ProvenanceDocument.Definition;

    IReadOnlyList<Control> IReportContent.Controls() => Reconciliation.Of(this);

    ReportDocument IReportContent.Document(ReportCover cover) => ProvenanceDocument.Of(cover, this);
}

/// <summary>What is asked about.</summary>
public enum SubjectKind { Dataset, Field }

/// <summary>The dataset or field asked about.</summary>
/// <param name="NodeId">Its node id: <c>dataset:NS:NAME</c> or <c>field:NS:NAME:FIELD</c>, parts percent-encoded.</param>
/// <param name="Kind">Dataset or field.</param>
/// <param name="Namespace">The dataset's namespace.</param>
/// <param name="Name">The dataset's name.</param>
/// <param name="Field">The field; null for a dataset.</param>
/// <param name="AlsoKnownAs">Other names of the same dataset, by symlinks.</param>
public sealed record ProvenanceSubject(string NodeId, SubjectKind Kind, string Namespace, string Name, string? Field, IReadOnlyList<DatasetName> AlsoKnownAs)
{
    /// <summary>The name a reader knows it by, without the namespace.</summary>
    internal string Label => Field is null ? Name : $"{Name}.{Field}";
}

/// <summary>The parameters of the lineage query.</summary>
/// <param name="Direction">Always <c>upstream</c> for provenance.</param>
/// <param name="View"><c>current</c> (latest completed runs) or <c>all</c> (the union over the window).</param>
/// <param name="Depth">Steps followed at most; null: to the origins.</param>
/// <param name="Limit">Nodes at most.</param>
public sealed record ProvenanceParameters(string Direction, string View, int? Depth, int Limit);

/// <summary>What was searched.</summary>
/// <param name="Statement">The scope in one sentence.</param>
/// <param name="Filters">Each filter with the number of events it left out.</param>
public sealed record ProvenanceScope(string Statement, IReadOnlyList<ScopeFilter> Filters);

/// <summary>A filter and what it left out.</summary>
/// <param name="Statement">What is left out, in words.</param>
/// <param name="Reason">Why.</param>
/// <param name="Excluded">Events left out.</param>
public sealed record ScopeFilter(string Statement, string Reason, long Excluded);

/// <summary>Who reports to the record, and what could not be read.</summary>
/// <param name="Emitters">Each emitter on the way to the subject.</param>
/// <param name="SilenceRule">The rule by which an emitter is called silent, in words.</param>
/// <param name="UnreadablePayloads">Events in scope whose payload cannot be read (not erased).</param>
/// <param name="ErasedPayloads">Events in scope whose payload was erased.</param>
/// <param name="FlaggedEvents">Events in scope that were taken with a flag, such as a future time or a facet that breaks its schema.</param>
public sealed record Coverage(IReadOnlyList<Emitter> Emitters, string SilenceRule, long UnreadablePayloads, long ErasedPayloads, long FlaggedEvents);

/// <summary>One source of events.</summary>
/// <param name="JobNamespace">The namespace of its jobs.</param>
/// <param name="Producer">The producer its events name; null when they name none.</param>
/// <param name="FirstEvent">Valid time of its first event in scope.</param>
/// <param name="LastEvent">Valid time of its last event in scope.</param>
/// <param name="Events">Its events in scope.</param>
/// <param name="Silent">Whether it is silent by the rule.</param>
/// <param name="Note">Why it is called silent, or why it is not judged; null when it is heard as usual.</param>
public sealed record Emitter(string JobNamespace, string? Producer, DateTimeOffset FirstEvent, DateTimeOffset LastEvent, long Events, bool Silent, string? Note);

/// <summary>One recorded fact.</summary>
/// <param name="What">The fact as a sentence.</param>
/// <param name="Kind">The kind of event: run, job, dataset, decision.</param>
/// <param name="ValidTime">When it happened, as its source claims.</param>
/// <param name="RecordedTime">When it was taken into the record.</param>
/// <param name="Actor">The id of the emitter that sent it.</param>
/// <param name="Producer">The producer that the event names.</param>
/// <param name="EventId">The stored event.</param>
/// <param name="Sequence">Its place in the record.</param>
public sealed record FactRow(string What, string Kind, DateTimeOffset ValidTime, DateTimeOffset RecordedTime, string Actor, string? Producer, string EventId, long Sequence);

/// <summary>Whether a run that wrote the dataset ended, and when.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Job">Its job, namespace and name.</param>
/// <param name="State">Its last state: running, completed, failed, aborted, other.</param>
/// <param name="Started">Its first START, if one was recorded.</param>
/// <param name="Ended">Its terminal event, if one was recorded.</param>
public sealed record WritingRun(string RunId, JobName Job, string State, DateTimeOffset? Started, DateTimeOffset? Ended);
