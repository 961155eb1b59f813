using System.Security.Cryptography;
using System.Text.Json;
using Lineage.Contracts.Packs;

namespace Lineage.Client.Verification;

/// <summary>
/// Verifies a report pack without server and without network: its files against the manifest, the log against its signature, the events
/// against the log, and each line of the report against the events it rests on.
/// </summary>
public static class PackVerifier
{
    /// <summary>Verifies a pack.</summary>
    /// <param name="zip">The zip file; it must be seekable.</param>
    /// <param name="trust">What the verifier knows from elsewhere.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="PackUnreadableException">The file is no report pack.</exception>
    public static async Task<PackVerdict> Verify(Stream zip, PackTrust trust, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(trust);
        var files = PackArchive.Read(zip);
        var manifest = Read<PackManifest>(files, PackLayout.Manifest) is { Format: PackLayout.Format, Log: not null, Files: not null } read ? read : throw new PackUnreadableException($"The manifest is not of the format {PackLayout.Format}.");
        var hash = Hash(files[PackLayout.Manifest]);
        List<PackCheck> checks = [Files(files, manifest)];
        var openings = Read<PackOpening[]>(files, PackLayout.Openings) ?? [];
        if (Array.Exists(openings, o => o is null || !IsEvidence(o.Evidence) || o.EventId is null)) throw new PackUnreadableException($"{PackLayout.Openings} names evidence that no pack has.");
        var evidence = new Dictionary<string, PackEvidence>(StringComparer.Ordinal);
        foreach (var folder in openings.Select(o => o.Evidence).Append(PackLayout.Evidence).Distinct(StringComparer.Ordinal).OrderBy(f => f.Length))
        {
            evidence[folder] = new(files, folder, trust);
            await evidence[folder].Check(cancellationToken);
            checks.AddRange(evidence[folder].Checks);
        }

        var log = evidence[PackLayout.Evidence];
        var events = Events(openings, evidence);
        checks.Add(Openings(events.Values));
        if (log.Checkpoint is { } checkpoint)
        {
            if (checkpoint.Origin != manifest.Log.Origin || checkpoint.Size != manifest.Log.Size || checkpoint.Root.ToString() != manifest.Log.Root) checks.Add(new("checkpoint", PackResult.Failed, "The manifest names another log or size."));
            checks.Add(PackSeal.Check(files, manifest, hash, log));
            if (trust.Checkpoint is { } older) checks.Add(await PackHistory.Check(older, log, cancellationToken));
        }

        using var report = Parse(files.GetValueOrDefault(PackLayout.Json)) ?? throw new PackUnreadableException("report.json is missing or no JSON.");
        checks.AddRange(PackDecisions.Check(manifest, report.RootElement, files.GetValueOrDefault(PackLayout.Signatures) ?? [], events.Values));
        if (files.TryGetValue(PackLayout.Evidence + PackLayout.Timestamp, out var token)) checks.Add(PackTimestamp.Check(files.GetValueOrDefault(PackLayout.Evidence + PackLayout.Checkpoint) ?? [], token));
        var content = report.RootElement.Member("content");
        var lines = await PackLines.Judge(
            manifest.Type, content, new(log, [.. evidence.Where(e => e.Key != PackLayout.Evidence).Select(e => e.Value)]), Rows(files, checks), events, Mark(content), cancellationToken);
        var cover = report.RootElement.Member("cover");
        return new(manifest.ReportId, manifest.Type, $"{cover.Text("title")}. {content.Text("question")}", manifest.Log.Origin, manifest.Log.Size, string.Join(' ', log.Keys), checks, lines);
    }

    private static PackCheck Files(Dictionary<string, byte[]> files, PackManifest manifest)
    {
        string[] free = [PackLayout.Manifest, PackLayout.SealEntry, PackLayout.SealOpening, PackLayout.SealProof, PackLayout.SealConsistency];
        string[] must = [PackLayout.Json, PackLayout.Html, PackLayout.Pdf, PackLayout.Csv, PackLayout.Signatures, PackLayout.Openings];
        List<string> wrong =
        [
            .. manifest.Files.Where(f => !files.TryGetValue(f.Key, out var bytes) || Hash(bytes) != f.Value).Select(f => files.ContainsKey(f.Key) ? $"{f.Key} was changed" : $"{f.Key} is missing"),
            .. files.Keys.Where(path => !manifest.Files.ContainsKey(path) && !free.Contains(path)).Select(path => $"{path} was added"),
            .. must.Where(path => !manifest.Files.ContainsKey(path)).Select(path => $"{path} is not in the manifest"),
        ];
        return wrong.Count == 0 ? new("files", PackResult.Proved, $"All {manifest.Files.Count} files have the hash that the manifest names.") : new("files", PackResult.Failed, $"{string.Join("; ", wrong.Take(10))}{(wrong.Count > 10 ? $"; and {wrong.Count - 10} more" : "")}.");
    }

    private static Dictionary<string, PackEvent> Events(IEnumerable<PackOpening> openings, Dictionary<string, PackEvidence> evidence)
    {
        var events = new Dictionary<string, PackEvent>(StringComparer.Ordinal);
        foreach (var opening in openings)
        {
            var log = evidence[opening.Evidence];
            var entry = log.Entry(opening.Index);
            var e = PackEvent.Of(opening, entry, log.Fault(opening.Index));
            if (e.Fault is null && e.Leaf!.Log != log.Checkpoint!.Origin) e = e with { Fault = $"entry {opening.Index} was made for the log {e.Leaf.Log}" };
            if (!events.TryAdd(e.Id, e)) events[e.Id] = e with { Fault = "it is opened twice" };
        }

        return events;
    }

    private static PackCheck Openings(Dictionary<string, PackEvent>.ValueCollection events) => events.Where(e => e.Fault is not null).ToList() is [var first, ..] faulty
        ? new("openings", PackResult.Failed, $"{faulty.Count} of {events.Count} events prove nothing; the first is event {first.Id} (entry {first.Index}): {first.Fault}.")
        : new("openings", PackResult.Proved, $"{events.Count(e => e.Core is not null)} events show their core facts and {events.Count(e => e.Payload is not null)} their payload; each is what its entry commits to.");

    private static IReadOnlyList<PackRow> Rows(Dictionary<string, byte[]> files, List<PackCheck> checks)
    {
        try
        {
            return PackRows.Read(files.GetValueOrDefault(PackLayout.Csv) ?? []);
        }
        catch (FormatException e)
        {
            checks.Add(new("lines", PackResult.Failed, e.Message));
            return [];
        }
    }

    private static bool IsEvidence(string? folder) => folder == PackLayout.Evidence || (folder is not null && int.TryParse(folder.Split('/').ElementAtOrDefault(2), out var generation) && folder == PackLayout.Earlier(generation));

    private static long? Mark(JsonElement content) => content.Member("knownAt").Text("mark") is { } mark && mark.StartsWith("seq:", StringComparison.Ordinal) && long.TryParse(mark.AsSpan(4), out var sequence) ? sequence : null;

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static JsonDocument? Parse(byte[]? json)
    {
        try
        {
            return json is null ? null : JsonDocument.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static T? Read<T>(Dictionary<string, byte[]> files, string path)
    {
        try
        {
            return files.TryGetValue(path, out var json) ? JsonSerializer.Deserialize<T>(json, JsonSerializerOptions.Web) : default;
        }
        catch (JsonException e)
        {
            throw new PackUnreadableException($"{path} cannot be read: {e.Message}");
        }
    }
}
