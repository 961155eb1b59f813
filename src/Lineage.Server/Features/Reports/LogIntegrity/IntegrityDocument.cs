using Lineage.Server.Features.Reports.Rendering;
using Lineage.Server.Features.Reports.Rendering.Document;

namespace Lineage.Server.Features.Reports.LogIntegrity;

/// <summary>Sets a log integrity report in words and tables.</summary>
internal static class IntegrityDocument
{
    internal static ReportDefinition Definition { get; } = ReportDefinition.Load("log-integrity");

    internal static IReadOnlyList<Control> Controls(IntegrityContent content) =>
    [
        new("Sizes of the logs at the mark = entries compared", content.Logs.Sum(l => l.Size), content.Counts.Entries),
        new("Late events listed, at most a thousand = late entries compared", Math.Min(content.Counts.Late, 1000), content.SealedLate.Count),
        new("Differences listed, at most a hundred = differences found", Math.Min(content.Counts.Differences, 100), content.Differences.Count),
    ];

    internal static ReportDocument Of(ReportCover cover, IntegrityContent content)
    {
        var log = content.Logs.Count > 0 ? content.Logs[^1].Origin : "";
        return new(
            cover,
            "Log",
            log,
            $"{Words.Of(content.Logs.Count, "log")} of this organisation, the last one named here",
            content.Question,
            $"Known at {content.KnownAt.Mark} ({Words.Time(content.KnownAt.RecordedTime)})",
            [
                new("answer", "Answer in plain words", false,
                [
                    new Bullets(content.Answer, Tone.Lead),
                    new Paragraph("These sentences are made from the comparison by fixed rules; no one has edited them.", Tone.Note),
                ]),
                new("scope", "What was compared", false, Scope(content)),
                new("differences", "Differences", false, Differences(content)),
                new("rows", "Rows that are not sealed, and events sealed late", false, Rows(content)),
                new("keys", "Keys and restores", false, Keys(content)),
                new("attestations", "Witnesses and timestamps", false,
                [
                    new Table("Attested by others an hour before the mark", [new("By", 5), new("Log", 4), new("Checkpoints", 1.2f, Numeric: true), new("Largest", 1, Numeric: true), new("On (UTC)", 1, Time: true)],
                        [.. content.Attestations.Select(a => new Row([new(a.By ?? "timestamping authority", a.Kind), new(a.Log), new(Words.Number(a.Count)), new(Words.Number(a.Size)), new(Words.Stamp(a.At))]))],
                        "Nobody outside had attested the log by then."),
                ]),
                new("limits", "What this report does not say", false, [new Bullets(Definition.Limits)]),
                new("totals", "Control totals", false, StandardSections.Controls(Controls(content))),
                new("ipe", "Information produced by the entity (IPE)", true, Ipe(cover, content)),
                new("sign-off", "Sign-off", true, StandardSections.SignOff(Definition)),
                new("glossary", "Glossary", true, StandardSections.Glossary(Definition)),
            ]);
    }

    private static IReadOnlyList<Block> Scope(IntegrityContent content) =>
    [
        new Paragraph("For each row of the record its entry was made anew from the row, the payload was compared with the commitment in it, the entry with the leaf in the tree, the tree with the root, and the root with what was signed."),
        new Table("Logs at the mark", [new("Origin", 4), new("Entries", 1.2f, Numeric: true), new("Root hash", 4.4f)],
            [.. content.Logs.Select(l => new Row([new(l.Origin, string.Join("; ", l.Keys), Strong: true), new(Words.Number(l.Size)), new(l.Root)]))], "No log had an entry at the mark."),
        new Entries(
        [
            new("Entries compared", Words.Number(content.Counts.Entries)),
            new("Rows compared", Words.Number(content.Counts.Rows), $"{Words.Number(content.Counts.Erased)} of them with an erased payload"),
            new("Known at (recorded)", $"{content.KnownAt.Mark}, {Words.Time(content.KnownAt.RecordedTime)}", "What was recorded later is not in this report."),
            new("To ask again", $"The same question with known at {content.KnownAt.Mark} gives the same content, byte for byte, as long as record and log are left alone."),
        ]),
    ];

    private static IReadOnlyList<Block> Differences(IntegrityContent content) =>
    [
        new Table("Record and log", [new("What differs", 5), new("Kind", 1.4f), new("Event", 3f), new("Entry", 1f, Numeric: true)],
            [.. content.Differences.Select(d => new Row([new(d.Statement, d.Log), new(d.Kind, Strong: true), new(d.EventId ?? "no event can be named", d.Sequence is { } s ? $"seq {Words.Number(s)}" : null), new(d.Index?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "")]))],
            "No difference was found."),
    ];

    private static IReadOnlyList<Block> Rows(IntegrityContent content) =>
    [
        new Table("Rows that did not come through the gate", [new("Event", 4), new("Row", 1, Numeric: true), new("Reason", 3), new("Seen (UTC)", 1, Time: true)],
            [.. content.ForeignRows.Select(f => new Row([new(f.EventId), new(Words.Number(f.Sequence)), new(f.Reason), new(Words.Stamp(f.SeenAt))]))], "There is none."),
        new Table("Events that were sealed late", [new("Event", 4), new("Row", 1, Numeric: true), new("Entry", 1, Numeric: true), new("Log", 4)],
            [.. content.SealedLate.Select(l => new Row([new(l.EventId), new(Words.Number(l.Sequence)), new(Words.Number(l.Index)), new(l.Log)]))], "There is none."),
    ];

    private static IReadOnlyList<Block> Keys(IntegrityContent content) =>
    [
        new Table("Changes of the signing key", [new("Changed (UTC)", 1, Time: true), new("From, to", 5), new("Reason", 3), new("Event", 3)],
            [.. content.Rotations.Select(r => new Row([new(Words.Stamp(r.RotatedAt)), new(r.OldKey, r.NewKey), new(r.Reason), new(r.EventId)]))], "The key was never changed."),
        new Table("Restores", [new("Restored (UTC)", 1, Time: true), new("Log, before it", 5), new("Entries lost", 3)],
            [.. content.Restores.Select(r => new Row([new(Words.Stamp(r.RestoredAt)), new(r.Log, r.OldLog), new(r.LostTo > r.LostFrom ? $"{r.LostFrom} to {r.LostTo - 1}" : "none")]))], "The log was never set back by a restore."),
    ];

    private static IReadOnlyList<Block> Ipe(ReportCover cover, IntegrityContent content) =>
    [
        new Paragraph("The questions that an auditor asks of any list made by a system, answered for this one."),
        new Entries(
        [
            new("From which system?", $"{cover.Software.Name} {cover.Software.Version}", $"Record and log were compared by the rules {content.Interpretation}."),
            new("Which query?", content.Question, "POST /api/v1/reports with the type log-integrity"),
            new("Which parameters?", $"knownAt={content.KnownAt.Mark}"),
            new("Extracted when, and by whom?", Words.Time(cover.IssuedAt), $"{cover.PreparedBy.Name} ({cover.PreparedBy.Role})"),
            new("What was filtered out?", "Nothing up to the mark."),
            new("Is it complete?", "Every row and every entry up to the mark was compared: see Control totals.", "What was never sent to the record is not in it; a sender can show that with its receipts."),
            new("Is it accurate?", "Anybody can repeat the comparison of the log: lineage verify, or any tool that reads c2sp.org/tlog-tiles."),
            StandardSections.Unchanged(content),
        ]),
    ];
}
