namespace Lineage.Server.Features.Reports.Rendering.Document;

/// <summary>The cover's data as names and values, the same in every form.</summary>
internal static class CoverSheet
{
    internal static IReadOnlyList<Entry> Of(ReportDocument document)
    {
        var cover = document.Cover;
        return
        [
            new("Report id", cover.ReportId),
            new("Point in time", document.AsOfLine),
            new("Issued", Words.Time(cover.IssuedAt)),
            new("Prepared by", $"{cover.PreparedBy.Name} ({cover.PreparedBy.Role})"),
            Of("Controller", cover.Controller),
            cover.Representative is { } representative ? Of("Representative", representative) : new("Representative", "None designated (GDPR Art. 27)."),
            cover.DataProtectionOfficer is { } officer ? Of("Data protection officer", officer) : new("Data protection officer", "None designated (GDPR Art. 37)."),
            new("Software", $"{cover.Software.Name} {cover.Software.Version}, interpretation {cover.Software.Interpretation}"),
            .. cover.LegalSources.Select(source => new Entry("Legal source", source.Citation, source.Relevance)),
        ];
    }

    private static Entry Of(string name, Party party) => new(name, party.Name, $"{party.Address} · {party.Contact}");
}
