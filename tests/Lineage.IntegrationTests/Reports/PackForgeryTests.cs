using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Lineage.Client.Verification;
using Lineage.Merkle;

namespace Lineage.IntegrationTests.Reports;

/// <summary>A real pack, changed as somebody would who wants it to say something else.</summary>
public sealed class PackForgeryTests(PackedSample sample) : IClassFixture<PackedSample>
{
    [Fact]
    public async Task A_change_of_any_file_is_noticed()
    {
        foreach (var path in sample.File().Paths)
        {
            var file = sample.File();
            var bytes = (byte[])file[path].Clone();
            bytes[bytes.Length / 2] ^= 1;
            file[path] = bytes;
            Assert.False(await Holds(file.Zip()), path);
            Assert.False(await Holds(sample.File().Without(path).Zip()), $"without {path}");
        }
    }

    [Fact]
    public async Task A_file_that_was_added_is_named()
    {
        var file = sample.File();
        file["evidence/notes.txt"] = [1];
        Assert.Contains("evidence/notes.txt was added", Failed(await file.Verify(), "files"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_page_is_named() =>
        Assert.Contains("report.html was changed", Failed(await sample.File().Replace("report.html", "churn", "sales").Verify(), "files"), StringComparison.Ordinal);

    [Fact]
    public async Task A_manifest_that_was_made_to_fit_is_not_the_one_that_was_sealed() =>
        Assert.Contains("The log holds the manifest", Failed(await sample.File().Replace("report.html", "churn", "sales").Fit().Verify(), "seal"), StringComparison.Ordinal);

    [Theory]
    [InlineData("/content/facts/1", "it read shop.public.orders", "it read shop.public.refunds", "the event says: Completion of run")]
    [InlineData("/content/facts/1", "2026-02-18T01:33:12.500000Z", "2026-02-17T01:33:12.500000Z", "another valid time")]
    [InlineData("/content/facts/1", "2026-02-18T01:33:12.920000Z", "2026-02-17T01:33:12.920000Z", "another recorded time")]
    [InlineData("/content/facts/1", "5a3c0000-0000-4000-8000-000000000002", "5a3c0000-0000-4000-8000-000000000003", "another sender")]
    [InlineData("/content/facts/1", "\"sequence\": 2", "\"sequence\": 3", "another sequence")]
    [InlineData("/content/graph/edges/0", "crm.public.customers", "crm.public.suppliers", "no node")]
    [InlineData("/content/graph/edges/1", "crm", "shop", null)]
    [InlineData("/content/graph/edges/1", "\"masking\": false", "\"masking\": true", "masked")]
    [InlineData("/content/graph/edges/1", "\"export_orders\"", "\"export_refunds\"", "export_refunds")]
    [InlineData("/content/fields/6", "birth_date", "full_name", "no event states it")]
    [InlineData("/content/fields/6", "\"masking\": true", "\"masking\": false", "transformation")]
    [InlineData("/content/fields/6", "TRANSFORMATION", "IDENTITY", "transformation")]
    [InlineData("/content/changes/0", "2026-02-18", "2026-02-17", "time")]
    [InlineData("/content/runs/0", "\"completed\"", "\"failed\"", "failed then")]
    [InlineData("/content/runs/0", "build_training_set", "another_job", "build_training_set")]
    public async Task A_line_that_says_something_else_is_named_with_the_reason(string line, string old, string by, string? reason)
    {
        var verdict = await sample.File().Forge(report =>
        {
            var (parent, last) = (line.Split('/')[1..^1].Aggregate(report, (node, step) => node[step]!).AsArray(), int.Parse(line.Split('/')[^1], null));
            var text = parent[last]!.ToJsonString(new() { WriteIndented = true });
            if (reason is not null) Assert.Contains(old, text, StringComparison.Ordinal);
            parent[last] = JsonNode.Parse(text.Replace(old, by, StringComparison.Ordinal));
            if (reason is null) (parent[last]!["from"], parent[last]!["to"]) = (parent[last]!["to"]!.DeepClone(), parent[last]!["from"]!.DeepClone());
        }).Verify();
        var failed = Assert.Single(verdict.Lines, l => l.Result == PackResult.Failed);
        Assert.Equal(line, failed.Id);
        Assert.Contains(reason ?? "no event states it", failed.Reason, StringComparison.Ordinal);
        Assert.Contains("content of report.json", Failed(verdict, "content"), StringComparison.Ordinal);
        Failed(verdict, "seal");
    }

    [Fact]
    public async Task A_line_that_was_added_rests_on_nothing()
    {
        var verdict = await sample.File().Forge(report => report["content"]!["runs"]!.AsArray().Add(report["content"]!["runs"]![0]!.DeepClone())).Verify();
        Assert.Equal("report.csv has no row for this line", Assert.Single(verdict.Lines, l => l.Result == PackResult.Failed).Reason);
    }

    [Fact]
    public async Task A_line_that_was_taken_out_leaves_its_row_behind()
    {
        var verdict = await sample.File().Forge(report => report["content"]!["runs"]!.AsArray().RemoveAt(1)).Verify();
        Assert.Equal(("/content/runs/1", "report.json has no such line"), Assert.Single(verdict.Lines, l => l.Result == PackResult.Failed) is var line ? (line.Id, line.Reason) : default);
    }

    [Fact]
    public async Task A_core_that_was_opened_falsely_fails_every_line_that_rests_on_it()
    {
        var file = sample.File();
        var openings = JsonNode.Parse(file["evidence/openings.json"])!.AsArray();
        var opened = openings.First(o => o!["core"] is not null)!;
        opened["core"]!["bytes"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Convert.FromBase64String((string)opened["core"]!["bytes"]!)).Replace("orders", "refund", StringComparison.Ordinal)));
        file["evidence/openings.json"] = Encoding.UTF8.GetBytes(openings.ToJsonString());
        var verdict = await file.Fit().Verify();
        Assert.Contains((string)opened["eventId"]!, Failed(verdict, "openings"), StringComparison.Ordinal);
        Assert.All(verdict.Lines.Where(l => l.Events.Contains((string)opened["eventId"]!)), line => Assert.Equal(PackResult.Failed, line.Result));
        Assert.All(verdict.Lines.Where(l => !l.Events.Contains((string)opened["eventId"]!)), line => Assert.NotEqual(PackResult.Failed, line.Result));
    }

    [Fact]
    public async Task An_event_whose_entry_is_another_one_proves_nothing()
    {
        var file = sample.File();
        var (one, other) = (file["evidence/entries/0.json"], file["evidence/entries/1.json"]);
        (file["evidence/entries/0.json"], file["evidence/entries/1.json"]) = (other, one);
        var verdict = await file.Fit().Verify();
        Assert.Contains("Entry 0", verdict.Checks.First(c => c is { What: "proofs", Result: PackResult.Failed }).Detail, StringComparison.Ordinal);
        Assert.Contains(verdict.Lines, l => l.Id == "/content/facts/0" && l.Result == PackResult.Failed);
    }

    [Fact]
    public async Task A_log_that_was_signed_by_somebody_else_is_not_the_one_whose_key_was_given()
    {
        var origin = Checkpoint.Parse(SignedNote.Parse(sample.File()["evidence/checkpoint"]).Text).Origin;
        var other = new Ed25519Signer(origin, SHA256.HashData("another"u8)).Key;
        Assert.Contains("No trusted key", Failed(await sample.File().Verify(new([other])), "checkpoint"), StringComparison.Ordinal);
        var real = VerifierKey.Parse(Encoding.UTF8.GetString(sample.File()["evidence/vkey"]).Trim());
        Assert.Equal(PackResult.Proved, Assert.Single((await sample.File().Verify(new([real]))).Checks, c => c.What == "key").Result);
    }

    [Fact]
    public async Task An_earlier_checkpoint_must_be_continued()
    {
        var file = sample.File();
        var (origin, entries) = (Checkpoint.Parse(SignedNote.Parse(file["evidence/checkpoint"]).Text).Origin, EntryBundle.Read(file["evidence/tile/entries/000.p/" + file.Paths.Single(p => p.StartsWith("evidence/tile/entries/", StringComparison.Ordinal)).Split('/')[^1]]));
        var signer = new Ed25519Signer(origin, SHA256.HashData("kept"u8));
        byte[] Kept(int size, string last) => SignedNote.Sign(
            new Checkpoint(origin, size, Rfc6962.Root([.. entries.Take(size - 1).Select(e => Rfc6962.LeafHash(e.Span)), Rfc6962.LeafHash(last.Length == 0 ? entries[size - 1].Span : Encoding.UTF8.GetBytes(last))])).Text, signer).ToBytes();
        file["evidence/checkpoint"] = Kept(entries.Count, "");
        var trust = new PackTrust([signer.Key]);
        Assert.Equal(PackResult.Proved, Assert.Single((await file.Verify(trust with { Checkpoint = Kept(7, "") })).Checks, c => c.What == "earlier checkpoint").Result);
        Assert.Contains("rewritten or forked", Failed(await file.Verify(trust with { Checkpoint = Kept(7, "another entry") }), "earlier checkpoint"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_no_pack_are_refused_with_a_reason_whatever_they_are()
    {
        var random = new Random(5);
        var pack = sample.Pack;
        for (var i = 0; i < 100; i++)
        {
            var bytes = (byte[])pack.Clone();
            for (var changes = random.Next(1, 8); changes > 0; changes--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (i % 5 == 0) bytes = bytes[..random.Next(bytes.Length)];
            if (!bytes.AsSpan().SequenceEqual(pack)) await Holds(bytes);
        }
    }

    [Theory]
    [InlineData("../manifest.json")]
    [InlineData("/etc/passwd")]
    [InlineData("evidence/../../x")]
    [InlineData("evidence\\x")]
    [InlineData("evidence//x")]
    [InlineData("C:x")]
    public async Task A_file_outside_of_the_pack_is_refused(string path)
    {
        var file = sample.File();
        file[path] = [1];
        Assert.Contains("no pack has", (await Assert.ThrowsAsync<PackUnreadableException>(() => file.Verify())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_zip_file_that_swells_is_refused_before_it_fills_the_memory()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var stream = zip.CreateEntry("manifest.json", CompressionLevel.Fastest).Open();
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 300; i++) stream.Write(zeros);
        }

        Assert.Contains("too large", (await Assert.ThrowsAsync<PackUnreadableException>(() => PackFile.Verify(bytes.ToArray()))).Message, StringComparison.Ordinal);
    }

    private static string Failed(PackVerdict verdict, string what)
    {
        Assert.False(verdict.Holds);
        return verdict.Checks.First(c => c.What == what && c.Result == PackResult.Failed).Detail;
    }

    private static async Task<bool> Holds(byte[] pack)
    {
        try
        {
            return (await PackFile.Verify(pack)).Holds;
        }
        catch (PackUnreadableException)
        {
            return false;
        }
    }
}

/// <summary>One signed and packed report of the sample server.</summary>
public sealed class PackedSample : IAsyncLifetime
{
    private readonly SampleServer _server = new();

    internal byte[] Pack { get; private set; } = [];

    internal PackFile File() => new(Pack);

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        await _server.Reports().Sign(_server.ReportId, "prepared");
        Pack = await _server.Reports().Pack(_server.ReportId);
    }

    public Task DisposeAsync() => _server.DisposeAsync();
}
