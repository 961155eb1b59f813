using Lineage.Server.Features.Reports.Rendering.Document;

namespace Lineage.Server.Features.Reports;

/// <summary>The answer of a report of some kind: equal bytes for the same question, known-at mark and interpretation. Its public members are what report.json holds.</summary>
internal interface IReportContent
{
    /// <summary>The version of the rules by which events became this answer.</summary>
    string Interpretation { get; }

    /// <summary>The kind of report this is the answer of.</summary>
    ReportDefinition Definition { get; }

    /// <summary>The counts that must be equal; one that is not stops the report.</summary>
    IReadOnlyList<Control> Controls();

    /// <summary>The answer in words, tables and figures.</summary>
    ReportDocument Document(ReportCover cover);
}

/// <summary>The whole report: the cover, which is new with every issue, and the content, which is not.</summary>
/// <param name="Cover">Who, for whom, when.</param>
/// <param name="Content">The answer.</param>
internal sealed record WholeReport(ReportCover Cover, IReportContent Content);

/// <summary>The mark in the record up to which events count.</summary>
/// <param name="RecordedTime">Recorded time of the mark, UTC.</param>
/// <param name="Mark">The mark to ask again with, for example <c>seq:1234</c>: nothing at or below it can still appear.</param>
public sealed record KnownAt(DateTimeOffset RecordedTime, string Mark);

/// <summary>One control: two counts, taken in different ways, that must be equal.</summary>
/// <param name="Statement">What is compared.</param>
/// <param name="Expected">One count.</param>
/// <param name="Found">The other.</param>
public sealed record Control(string Statement, long Expected, long Found)
{
    /// <summary>Whether the counts are equal.</summary>
    public bool Reconciles => Expected == Found;
}
