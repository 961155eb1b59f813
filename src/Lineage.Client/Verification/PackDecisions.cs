using System.Security.Cryptography;
using System.Text.Json;
using Lineage.Contracts.Packs;
using Lineage.Merkle;

namespace Lineage.Client.Verification;

/// <summary>The report's own decisions: that it was asked for, issued and signed as report.json and signatures.json say.</summary>
internal static class PackDecisions
{
    private static readonly string[] Parties = ["controller", "representative", "dataProtectionOfficer"];
    private static readonly string[] Parts = ["name", "address", "contact"];

    public static IEnumerable<PackCheck> Check(PackManifest manifest, JsonElement report, byte[] signatures, IEnumerable<PackEvent> events)
    {
        var own = events.Where(e => e is { Fault: null, Payload: not null } && e.Leaf!.Type.StartsWith("report_", StringComparison.Ordinal))
            .Select(e => (Event: e, Said: Parse(e.Payload!.Value))).Where(e => e.Said.Text("reportId") == manifest.ReportId).ToList();
        var (cover, content) = (report.Member("cover"), report.Member("content"));
        yield return Requested(own.Find(e => e.Event.Leaf!.Type == "report_requested").Said, manifest, cover, content);
        yield return Issued(own.Find(e => e.Event.Leaf!.Type == "report_issued").Said, manifest, cover, content);
        foreach (var check in Signed(Parse(signatures), manifest, own.Where(e => e.Event.Leaf!.Type == "report_signed").ToDictionary(e => e.Event.Id))) yield return check;
    }

    private static PackCheck Requested(JsonElement asked, PackManifest manifest, JsonElement cover, JsonElement content) => Judged(
        "request", asked,
        asked.Text("type") != manifest.Type ? "the report asked for is of another kind"
        : content.Member("subject").Text("nodeId") is { } node && asked.Text("nodeId") != node ? "the report asked for is about something else"
        : content.Time("asOf") is { } asOf && Micro(asked.Time("asOf")) != Micro(asOf) ? "the as-of time is not the one that was asked for"
        : content.Member("knownAt").Text("mark") is { } mark && mark != $"seq:{asked.Number("sequence")}" ? "the known-at mark is not the one that was asked for"
        : cover.Member("preparedBy").Text("role") != asked.Text("role") ? "it was asked for in another role" : null,
        $"The report is the one that was asked for on {asked.Text("requestedAt")}.");

    private static PackCheck Issued(JsonElement issued, PackManifest manifest, JsonElement cover, JsonElement content)
    {
        var hash = content.ValueKind == JsonValueKind.Object ? Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Bytes(content))) : "";
        return Judged(
            "content", issued,
            hash != issued.Text("contentHash") ? $"the content of report.json has the hash {hash}, issued was {issued.Text("contentHash")}"
            : manifest.ContentHash != hash ? "the manifest names another content"
            : Micro(cover.Time("issuedAt")) != Micro(issued.Time("issuedAt")) ? "the cover has another time of issue"
            : cover.Text("reportId") != manifest.ReportId ? "the cover names another report"
            : !Same(cover, issued.Member("organisation")) ? "the cover names other parties than those of the day of issue" : null,
            $"The content is the one that was issued on {issued.Text("issuedAt")}: SHA-256 {hash}.");
    }

    private static bool Same(JsonElement cover, JsonElement organisation) =>
        Parties.All(party => Parts.All(part => cover.Member(party).Text(part) == organisation.Member(party).Text(part)))
        && cover.Text("confidentiality") == organisation.Text("confidentiality");

    private static IEnumerable<PackCheck> Signed(JsonElement signatures, PackManifest manifest, Dictionary<string, (PackEvent Event, JsonElement Said)> events)
    {
        var listed = signatures.ValueKind == JsonValueKind.Array ? signatures.EnumerateArray().ToList() : [];
        foreach (var signature in listed)
        {
            var (e, said) = events.GetValueOrDefault(signature.Text("eventId") ?? "");
            var who = $"{signature.Text("meaning")} by {signature.Text("name")} ({signature.Text("role")})";
            yield return Judged(
                "signature", said,
                said.Text("meaning") != signature.Text("meaning") || said.Text("role") != signature.Text("role") || Micro(said.Time("signedAt")) != Micro(signature.Time("signedAt")) ? $"{who}: the event says otherwise"
                : e?.Leaf!.Actor != signature.Text("actor") ? $"{who}: somebody else signed"
                : said.Text("contentHash") != manifest.ContentHash ? $"{who}: another content was signed" : null,
                $"{who} on {said.Text("signedAt")}. The log knows the signer as {signature.Text("actor")}; that this is the name is the operator's statement.");
        }

        foreach (var id in events.Keys.Except(listed.Select(s => s.Text("eventId")))) yield return new("signature", PackResult.Failed, $"Event {id} is a signature that signatures.json does not list.");
        if (listed.Count == 0) yield return new("signature", PackResult.Recorded, "Nobody had signed the report when it was packed.");
    }

    private static PackCheck Judged(string what, JsonElement said, string? fault, string holds) =>
        said.ValueKind != JsonValueKind.Object ? new(what, PackResult.Failed, "The event that says so is not among those opened.")
        : fault is not null ? new(what, PackResult.Failed, $"{char.ToUpperInvariant(fault[0])}{fault[1..]}.") : new(what, PackResult.Proved, holds);

    private static JsonElement Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }

    // Reports state times to the microsecond, decisions to a tenth of it.
    private static long? Micro(DateTimeOffset? time) => time?.UtcTicks / TimeSpan.TicksPerMicrosecond;
}
