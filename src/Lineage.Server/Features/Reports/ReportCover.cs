namespace Lineage.Server.Features.Reports;

/// <summary>What stands on the cover of any report: who answers for it, who made it and when. It is not part of the byte-stable content.</summary>
/// <param name="ReportId">The report's own identifier; printed on every page.</param>
/// <param name="Title">The report's title, from its definition.</param>
/// <param name="LegalSources">The norms the report serves, from its definition.</param>
/// <param name="Controller">The controller (GDPR Art. 4(7)) that answers for the processing.</param>
/// <param name="Representative">The controller's representative in the Union (GDPR Art. 27), where one is designated.</param>
/// <param name="DataProtectionOfficer">The data protection officer (GDPR Art. 37), where one is designated.</param>
/// <param name="Confidentiality">The class of confidentiality, printed on every page.</param>
/// <param name="PreparedBy">Who asked for the report, and in which role.</param>
/// <param name="IssuedAt">When the report was issued, UTC.</param>
/// <param name="Software">The software, and the interpretation of events, that made the report.</param>
/// <param name="ErasuresSince">Payloads erased after the known-at mark: why a later run may show less than this one.</param>
public sealed record ReportCover(
    string ReportId,
    string Title,
    IReadOnlyList<LegalSource> LegalSources,
    Party Controller,
    Party? Representative,
    Party? DataProtectionOfficer,
    string Confidentiality,
    Preparer PreparedBy,
    DateTimeOffset IssuedAt,
    SoftwareVersion Software,
    IReadOnlyList<ErasureSince> ErasuresSince);

/// <summary>A norm and why the report serves it.</summary>
/// <param name="Citation">The norm, as one cites it: "GDPR Art. 5(2)".</param>
/// <param name="Relevance">What the report contributes to meeting it, in one sentence.</param>
public sealed record LegalSource(string Citation, string Relevance);

/// <summary>A person or organisation with an address and a contact.</summary>
/// <param name="Name">The registered or full name.</param>
/// <param name="Address">The postal address in one line.</param>
/// <param name="Contact">An e-mail address or telephone number.</param>
public sealed record Party(string Name, string Address, string Contact);

/// <summary>Who prepared a report.</summary>
/// <param name="Role">The role in which the actor acted: officer, dpo, auditor.</param>
/// <param name="Name">The actor's printed name.</param>
public sealed record Preparer(string Role, string Name);

/// <summary>The software that made a report.</summary>
/// <param name="Name">The product.</param>
/// <param name="Version">Its version.</param>
/// <param name="Interpretation">The version of the rules by which events became lineage; the same as in the content.</param>
public sealed record SoftwareVersion(string Name, string Version, string Interpretation);

/// <summary>A stored event whose payload was erased after the known-at mark of the report.</summary>
/// <param name="EventId">The event whose payload was erased; its envelope stays.</param>
/// <param name="Sequence">The event's place in the record.</param>
/// <param name="ErasedAt">When the payload was erased, UTC.</param>
/// <param name="Ground">The approved ground, for example "GDPR Art. 17(1)(b), request SR-2026-014".</param>
public sealed record ErasureSince(string EventId, long Sequence, DateTimeOffset ErasedAt, string Ground);
