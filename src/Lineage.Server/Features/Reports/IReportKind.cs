using Lineage.Server.Features.Graph.Reading;

namespace Lineage.Server.Features.Reports;

/// <summary>A kind of report: which question it takes and how it answers. Found by its type; its definition stands in compliance-reports under the same name.</summary>
internal interface IReportKind
{
    /// <summary>The name in the catalogue.</summary>
    string Name { get; }

    /// <summary>What is wrong with the parameters: the member and the rule, for a person.</summary>
    IEnumerable<(string Member, string Rule)> Faults(ReportParameters parameters);

    /// <summary>The parameters as they are kept with the request.</summary>
    ReportQuestion Read(ReportParameters parameters);

    /// <summary>Answers from the record. The same question at the same mark gives the same content, for ever.</summary>
    /// <exception cref="MalformedInputException">The record cannot answer; the report is refused with the reason.</exception>
    Task<IReportContent> Answer(Window window, ReportQuestion question, CancellationToken cancellationToken);

    /// <summary>What the answer states, line by line, each with the events it rests on.</summary>
    Task<IReadOnlyList<ReportLine>> Lines(Window window, IReportContent content, CancellationToken cancellationToken);
}

/// <summary>What a report is about.</summary>
/// <param name="NodeId">A node of the lineage graph; empty for a report about something else.</param>
/// <param name="View">current or all; empty where there is no such choice.</param>
internal sealed record ReportQuestion(string NodeId, string View);

/// <summary>A line of a report.</summary>
/// <param name="Id">Its place in report.json, as RFC 6901 pointer.</param>
/// <param name="Kind">The kind of statement: fact, link, field, change, run ...</param>
/// <param name="States">What it states, in words.</param>
/// <param name="Events">Ids of the events it rests on.</param>
/// <param name="ValidTime">When it happened, where the line says so.</param>
/// <param name="RecordedTime">When it was recorded, where the line says so.</param>
internal sealed record ReportLine(string Id, string Kind, string States, IReadOnlyList<string> Events, DateTimeOffset? ValidTime = null, DateTimeOffset? RecordedTime = null);

/// <summary>The kinds of reports there are.</summary>
internal sealed class ReportKinds(IEnumerable<IReportKind> kinds)
{
    private readonly SortedDictionary<string, IReportKind> _kinds = new(kinds.ToDictionary(kind => kind.Name), StringComparer.Ordinal);

    public IReadOnlyCollection<string> Names => _kinds.Keys;

    public IReportKind? Find(string? name) => name is not null && _kinds.TryGetValue(name, out var kind) ? kind : null;

    /// <summary>The kind of a report that was asked for.</summary>
    public IReportKind this[string name] => _kinds[name];
}
