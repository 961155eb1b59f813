namespace Lineage.Contracts.Packs;

/// <summary>
/// Where things stand in a report pack: a zip file that a third party checks without us. A log's evidence is laid out as
/// c2sp.org/tlog-tiles asks, so that any reader of static logs reads it from the unzipped folder.
/// </summary>
public static class PackLayout
{
    /// <summary>The format that a manifest names.</summary>
    public const string Format = "lineage-pack/v1";

    /// <summary>The report in canonical form (RFC 8785).</summary>
    public const string Json = "report.json";

    /// <summary>The report as a web page.</summary>
    public const string Html = "report.html";

    /// <summary>The report on paper.</summary>
    public const string Pdf = "report.pdf";

    /// <summary>The lines of the report with the events they rest on (RFC 4180).</summary>
    public const string Csv = "report.csv";

    /// <summary>Who signed the report off.</summary>
    public const string Signatures = "signatures.json";

    /// <summary>SHA-256 of every file but itself and those of the seal.</summary>
    public const string Manifest = "manifest.json";

    /// <summary>The folder of the log that holds the report's own events.</summary>
    public const string Evidence = "evidence/";

    /// <summary>Bytes of events, with the salts that open them.</summary>
    public const string Openings = "evidence/openings.json";

    /// <summary>The folder that shows that the manifest itself was sealed.</summary>
    public const string Seal = "seal/";

    /// <summary>The entry of the event that holds the manifest's hash.</summary>
    public const string SealEntry = "seal/entry.json";

    /// <summary>That event's bytes with their salt, base64.</summary>
    public const string SealOpening = "seal/opening.json";

    /// <summary>The proof that the entry is in the log (c2sp.org/tlog-proof).</summary>
    public const string SealProof = "seal/manifest.tlog-proof";

    /// <summary>The proof that the log of the seal continues the log of the evidence: base64 of each hash on a line (RFC 6962 section 2.1.2).</summary>
    public const string SealConsistency = "seal/consistency";

    /// <summary>In a folder of evidence: the signed checkpoint.</summary>
    public const string Checkpoint = "checkpoint";

    /// <summary>In a folder of evidence: the verifier keys that signed it, one a line.</summary>
    public const string Keys = "vkey";

    /// <summary>In a folder of evidence: the RFC 3161 token over the checkpoint, where there is one.</summary>
    public const string Timestamp = "checkpoint.tsr";

    /// <summary>Folder of an earlier log of the same tenant, which a restore closed.</summary>
    public static string Earlier(int generation) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Evidence}earlier/{generation}/");

    /// <summary>In a folder of evidence: an entry, byte for byte.</summary>
    public static string Entry(long index) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"entries/{index}.json");

    /// <summary>In a folder of evidence: the proof that the entry is in the log.</summary>
    public static string Proof(long index) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"proofs/{index}.tlog-proof");
}
