namespace Lineage.Server.Features.Reports.Rendering.Document;

/// <summary>What every report has, whatever it is about.</summary>
internal static class StandardSections
{
    internal static IReadOnlyList<Block> Controls(IReadOnlyList<Control> controls) =>
    [
        new Paragraph("Two counts, taken in different ways, stand side by side. A report whose counts differ is refused, not issued."),
        new Table("Reconciliation", [new("Control", 6), new("Counted", 1.2f, Numeric: true), new("Expected", 1.2f, Numeric: true), new("Result", 1.6f)],
            [.. controls.Select(control => new Row(
                [new(control.Statement), new(Words.Number(control.Expected)), new(Words.Number(control.Found)), new(control.Reconciles ? "Reconciles" : "DIFFERS", Strong: !control.Reconciles)]))],
            ""),
    ];

    /// <summary>The line of the IPE sheet that says how to see whether the content was changed.</summary>
    internal static Entry Unchanged(IReportContent content) => new(
        "Is it unchanged since?", $"SHA-256 of the content: {ReportJson.ContentHash(content)}",
        "Taken over the member \"content\" of report.json in canonical form (RFC 8785; jq -cSj .content report.json | sha256sum). The pack (application/zip) proves from the signed log that this hash was issued, and each line from the events it rests on: lineage verify.");

    internal static IReadOnlyList<Block> SignOff(ReportDefinition definition) =>
    [
        new Paragraph("Each signature states its meaning. Printed name, date and time, and meaning follow 21 CFR 11.50(a). By signing, a person answers for the statement beside the meaning, not for what emitters did not report."),
        new Signatures(definition.SignOff),
    ];

    internal static IReadOnlyList<Block> Glossary(ReportDefinition definition) => [new Entries([.. definition.Glossary.Select(term => new Entry(term.Term, term.Meaning))])];
}
