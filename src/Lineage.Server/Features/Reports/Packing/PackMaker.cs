using System.Text;
using Lineage.Contracts.Packs;
using Lineage.Merkle;
using Lineage.Server.Features.Transparency.Reading;
using Lineage.Server.Features.Transparency.Timestamps;
using Lineage.Server.Infrastructure.Identity;
using Lineage.Server.Infrastructure.Store;

namespace Lineage.Server.Features.Reports.Packing;

/// <summary>
/// Packs a report with everything that proves it. The manifest's hash becomes an event and so an entry of the log; the same report with the
/// same signatures is packed again from that event, byte for byte, however long the log has grown.
/// </summary>
internal sealed class PackMaker(
    ReportMaker maker, ReportRenderer renderer, PackEvents events, PackedLog packed, LogReader log, TimestampRound timestamps, DecisionReader decisions, DecisionWriter writer, ActorDirectory actors, PackLimits limits, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(5);

    /// <param name="openings">cores or payloads.</param>
    /// <exception cref="OverloadedException">No checkpoint covers the report's events yet.</exception>
    public async Task<byte[]> Make(Caller caller, Guid id, string openings, CancellationToken cancellationToken)
    {
        var told = await decisions.Read(caller.Tenant, id, cancellationToken);
        var report = Report.Of(told) ?? throw UnknownReport.Of();
        var made = await maker.Make(caller.Tenant, report, cancellationToken);
        if (ReportJson.ContentHash(made.Content) != report.Issued!.ContentHash) throw new RuleViolationException("report-without-pack", "The report was issued before packs were; ask for a new one.");
        var own = told.Where(d => d.Data is ReportRequested or ReportIssued or ReportSigned).ToList();
        var reports = await Forms(caller.Tenant, report, made, own, cancellationToken);
        if (await Earlier(caller.Tenant, told, openings, reports, own, cancellationToken) is { } again) return again;

        await Sealed(caller.Tenant, own[^1].EventId, cancellationToken);
        var head = await log.Head(caller.Tenant, cancellationToken) ?? throw new OverloadedException(Later);
        await log.Cite(head, cancellationToken);
        await timestamps.Now(head, cancellationToken);
        var (files, manifest) = await Files(caller.Tenant, reports, own, head, openings, stamped: true, cancellationToken) ?? throw new OverloadedException(Later);
        var recorded = await writer.Append(caller, id, new ReportPacked(id, PackFiles.Hash(manifest), head.Checkpoint.Origin, head.Checkpoint.Size, openings, time.GetUtcNow()), cancellationToken);
        return await WithSeal(caller.Tenant, files, head, recorded.Id, cancellationToken);
    }

    /// <summary>The pack that was made before, if nobody signed since and it can be made again as it was.</summary>
    private async Task<byte[]?> Earlier(
        string tenant, IReadOnlyList<RecordedDecision> told, string openings, PackedReport reports, IReadOnlyList<RecordedDecision> own, CancellationToken cancellationToken)
    {
        if (told.LastOrDefault(d => d.Data is ReportPacked packed && packed.Openings == openings && d.Sequence > own[^1].Sequence) is not { } recorded) return null;
        var packed = (ReportPacked)recorded.Data;
        if (await log.HeadAt(tenant, packed.Origin, packed.Size, cancellationToken) is not { } head) return null;
        // A timestamp may have come only after the pack was made.
        foreach (var stamped in new[] { true, false })
            if (await Files(tenant, reports, own, head, openings, stamped, cancellationToken) is var (files, manifest) && PackFiles.Hash(manifest) == packed.ManifestSha256)
                return await WithSeal(tenant, files, head, recorded.EventId, cancellationToken);
        return null;
    }

    private sealed record PackedReport(Report Report, Dictionary<string, byte[]> Forms, Guid[] Cited);

    private async Task<PackedReport> Forms(string tenant, Report report, WholeReport made, IEnumerable<RecordedDecision> own, CancellationToken cancellationToken)
    {
        var lines = await maker.Lines(tenant, report, made, cancellationToken);
        var signatures = new List<PackSignature>();
        foreach (var decision in own)
            if (decision.Data is ReportSigned signed)
                signatures.Add(new(await actors.NameOf(tenant, decision.Actor, cancellationToken), decision.Actor, signed.Role, signed.Meaning, signed.SignedAt, decision.EventId.ToString("D")));
        return new(
            report,
            new(StringComparer.Ordinal)
            {
                [PackLayout.Json] = ReportJson.Canonical(made),
                [PackLayout.Html] = Encoding.UTF8.GetBytes(await renderer.Html(made)),
                [PackLayout.Pdf] = ReportRenderer.Pdf(made),
                [PackLayout.Csv] = ReportCsv.Write(lines),
                [PackLayout.Signatures] = PackFiles.Canonical(signatures),
            },
            [.. lines.SelectMany(line => line.Events).Distinct(StringComparer.Ordinal).Select(Guid.Parse)]);
    }

    /// <summary>All files but the seal; null while the log of that size lacks one of the report's own events.</summary>
    private async Task<(Dictionary<string, byte[]> Files, byte[] Manifest)?> Files(
        string tenant, PackedReport packing, IReadOnlyList<RecordedDecision> own, LogHead head, string openings, bool stamped, CancellationToken cancellationToken)
    {
        var ours = own.Select(d => d.EventId).ToHashSet();
        Guid[] wanted = [.. packing.Cited.Union(ours)];
        var leaves = await log.Leaves(tenant, wanted, cancellationToken);
        if (leaves.Count(l => ours.Contains(l.EventId) && l.Log == head.Id && l.Index < head.Checkpoint.Size) < ours.Count) return null;
        var opened = await events.Open(tenant, wanted, ours, openings == PackOpenings.Payloads, cancellationToken);
        var files = new Dictionary<string, byte[]>(packing.Forms, StringComparer.Ordinal);
        var entries = new List<PackOpening>();
        foreach (var of in leaves.GroupBy(l => l.Log))
        {
            // A restore closed the earlier logs; what was sealed in them is proven by their last checkpoints.
            var at = of.Key == head.Id ? head : await log.HeadOf(tenant, of.Key, cancellationToken) ?? throw new OverloadedException(Later);
            var folder = of.Key == head.Id ? PackLayout.Evidence : PackLayout.Earlier(at.Generation);
            var covered = of.Where(l => l.Index < at.Checkpoint.Size).OrderBy(l => l.Index).ToList();
            foreach (var (path, bytes) in await packed.Files(at, folder, [.. covered.Select(l => l.Index)], limits.WholeLog, cancellationToken)) files[path] = bytes;
            entries.AddRange(covered.Select(l => new PackOpening(folder, l.Index, l.EventId.ToString("D"), opened[l.EventId].Core, opened[l.EventId].Payload)));
        }

        if (stamped && await log.Stamped(tenant, head.Id, head.Checkpoint.Size, cancellationToken) is { } stamp) files[PackLayout.Evidence + PackLayout.Timestamp] = stamp.Token;
        files[PackLayout.Openings] = PackFiles.Canonical(entries.OrderBy(e => e.Evidence, StringComparer.Ordinal).ThenBy(e => e.Index));
        var (checkpoint, requested) = (head.Checkpoint, packing.Report.Requested);
        var manifest = PackFiles.Canonical(new PackManifest(
            PackLayout.Format, requested.ReportId.ToString("D"), requested.Type, packing.Report.Issued!.ContentHash, new(checkpoint.Origin, checkpoint.Size, checkpoint.Root.ToString()), openings,
            files.ToDictionary(f => f.Key, f => PackFiles.Hash(f.Value))));
        files[PackLayout.Manifest] = manifest;
        return (files, manifest);
    }

    /// <summary>Adds the proof that the manifest's hash is in the log, under the first checkpoint that covers it.</summary>
    private async Task<byte[]> WithSeal(string tenant, Dictionary<string, byte[]> files, LogHead head, Guid recorded, CancellationToken cancellationToken)
    {
        await Sealed(tenant, recorded, cancellationToken);
        var leaf = await log.Leaf(tenant, recorded, cancellationToken) ?? throw new OverloadedException(Later);
        var seal = await log.Covering(tenant, leaf, cancellationToken) ?? throw new OverloadedException(Later);
        await log.Cite(seal, cancellationToken);
        var tree = new TiledTree(seal.Checkpoint.Size, log.Tiles(tenant, seal.Id));
        files[PackLayout.SealEntry] = leaf.Entry;
        files[PackLayout.SealOpening] = PackFiles.Canonical((await events.Open(tenant, [recorded], new HashSet<Guid> { recorded }, payloads: false, cancellationToken))[recorded].Payload);
        files[PackLayout.SealProof] = Encoding.UTF8.GetBytes(new TlogProof(leaf.Index, await tree.Inclusion(leaf.Index, cancellationToken), null, seal.Note).ToString());
        if (seal.Id == head.Id) files[PackLayout.SealConsistency] = Encoding.UTF8.GetBytes(string.Concat((await tree.Consistency(head.Checkpoint.Size, cancellationToken)).Select(hash => $"{hash}\n")));
        return PackFiles.Zip(files);
    }

    private async Task Sealed(string tenant, Guid eventId, CancellationToken cancellationToken)
    {
        if (!await log.WaitSealed(tenant, eventId, Patience, cancellationToken)) throw new OverloadedException(Later);
    }
}

/// <summary>How much of the log a pack takes with it.</summary>
/// <param name="WholeLog">Up to this size all of it.</param>
internal sealed record PackLimits(long WholeLog = PackedLog.Whole);

/// <summary>What a pack opens of the events it rests on.</summary>
internal static class PackOpenings
{
    /// <summary>The core facts of observations, and the report's own decisions.</summary>
    public const string Cores = "cores";

    /// <summary>The payloads of observations too.</summary>
    public const string Payloads = "payloads";
}
