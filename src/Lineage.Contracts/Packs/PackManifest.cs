namespace Lineage.Contracts.Packs;

/// <summary>What a pack holds. Its own SHA-256 stands in an event of the log, so that nothing in the pack can be changed later.</summary>
/// <param name="Format">Always <see cref="PackLayout.Format"/>.</param>
/// <param name="ReportId">The report.</param>
/// <param name="Type">Its kind.</param>
/// <param name="ContentHash">SHA-256 (hex) of the content of report.json in canonical form, as the report was issued.</param>
/// <param name="Log">The log and the size that the evidence is proven against.</param>
/// <param name="Openings">What of the events is opened: <c>cores</c> or <c>payloads</c>.</param>
/// <param name="Files">SHA-256 (hex) of every file but the manifest and the seal, by path.</param>
public sealed record PackManifest(string Format, string ReportId, string Type, string ContentHash, PackLog Log, string Openings, IReadOnlyDictionary<string, string> Files);

/// <summary>A log at one size.</summary>
/// <param name="Origin">Its identity.</param>
/// <param name="Size">Its number of entries.</param>
/// <param name="Root">Base64 of its root hash.</param>
public sealed record PackLog(string Origin, long Size, string Root);

/// <summary>What is opened of one event.</summary>
/// <param name="Evidence">The folder of evidence that its entry stands in.</param>
/// <param name="Index">The index of its entry.</param>
/// <param name="EventId">The event.</param>
/// <param name="Core">Its core facts, where opened.</param>
/// <param name="Payload">The event as stored, where opened.</param>
public sealed record PackOpening(string Evidence, long Index, string EventId, OpenedBytes? Core, OpenedBytes? Payload);

/// <summary>Bytes that a commitment in an entry is opened with: SHA-256("lineage-commit/v1\n" || salt || bytes).</summary>
/// <param name="Salt">Base64 of the salt.</param>
/// <param name="Bytes">Base64 of the exact bytes.</param>
public sealed record OpenedBytes(string Salt, string Bytes);

/// <summary>A name put to the report (21 CFR 11.50).</summary>
/// <param name="Name">The printed name. Names are kept apart from the log, which knows the actor only.</param>
/// <param name="Actor">The random id that stands for the person in the log.</param>
/// <param name="Role">The role in which it was signed.</param>
/// <param name="Meaning">prepared, reviewed or approved.</param>
/// <param name="SignedAt">When.</param>
/// <param name="EventId">The event that says so.</param>
public sealed record PackSignature(string Name, string Actor, string Role, string Meaning, DateTimeOffset SignedAt, string EventId);
