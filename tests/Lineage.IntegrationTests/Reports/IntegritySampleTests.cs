using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Lineage.Client.Verification;
using UglyToad.PdfPig;

namespace Lineage.IntegrationTests.Reports;

/// <summary>The committed sample of the log integrity report is what the server makes. Salts are random, so root hash, content hash and the ids of decisions are the server's own.</summary>
public sealed partial class IntegritySampleTests(IntegritySample sample) : IClassFixture<IntegritySample>
{
    [Theory]
    [InlineData("json")]
    [InlineData("html")]
    [InlineData("csv")]
    public void The_committed_sample_is_what_the_server_makes(string form) =>
        Assert.Equal(Read(Committed(form)), AsCommitted(Read(Encoding.UTF8.GetString(sample.Forms[form]))));

    [Fact]
    public void The_pages_of_the_committed_pdf_say_what_the_server_makes() =>
        Assert.Equal(Pages(File.ReadAllBytes(SampleFiles.PathOf("sample.pdf", IntegritySample.Type))).Select(Blank), Pages(sample.Forms["pdf"]).Select(Blank));

    [Fact]
    public void The_answer_is_yes_and_says_what_was_compared()
    {
        var content = JsonNode.Parse(sample.Forms["json"])!["content"]!;
        Assert.StartsWith("Yes. The record still gives the log that was signed: 37 entries and 37 rows were compared", (string?)content["answer"]![0], StringComparison.Ordinal);
        Assert.Equal(2, content["logs"]![0]!["keys"]!.AsArray().Count);
    }

    [Fact]
    public async Task The_same_question_at_the_same_mark_has_the_same_content_when_the_log_has_grown()
    {
        var again = await sample.Server.Reports().Make(sample.Question);
        Assert.Equal(sample.ContentHash, (string?)again["contentHash"]);
    }

    [Fact]
    public async Task Its_pack_proves_the_log_and_the_change_of_the_key()
    {
        var pack = new PackFile(await sample.Server.Reports("auditor").Pack(sample.Id));
        var verdict = await pack.Verify();
        Assert.True(verdict.Holds, string.Join("; ", verdict.Checks.Where(c => c.Result == PackResult.Failed).Select(c => c.Detail).Concat(verdict.Lines.Select(l => l.Reason))));
        Assert.Equal(["log", "rotation"], verdict.Lines.Where(l => l.Result == PackResult.Proved).Select(l => l.Kind));
        var forged = await pack.Forge(report => report["content"]!["logs"]![0]!["size"] = 36).Verify();
        Assert.Contains("give another root hash", Assert.Single(forged.Lines, l => l.Result == PackResult.Failed).Reason, StringComparison.Ordinal);
    }

    private static string Committed(string form) => File.ReadAllText(SampleFiles.PathOf($"sample.{form}", IntegritySample.Type));

    private string AsCommitted(string made)
    {
        var (ours, theirs) = (Own(Encoding.UTF8.GetString(sample.Forms["json"]), Encoding.UTF8.GetString(sample.Forms["html"])), Own(Committed("json"), Committed("html")));
        return ours.Zip(theirs).Aggregate(made, (text, pair) => text.Replace(pair.First, pair.Second, StringComparison.Ordinal));
    }

    // Where a line may break depends on the letters of a hash, and so does how HTML writes it.
    private static string Read(string text) => System.Net.WebUtility.HtmlDecode(ProvenanceSampleTests.WithoutStyleHash(text).Replace("<wbr>", "", StringComparison.Ordinal));

    private static string[] Own(string json, string html)
    {
        var report = JsonNode.Parse(json)!;
        var (log, rotation) = (report["content"]!["logs"]![0]!, report["content"]!["rotations"]![0]!);
        return [(string)report["cover"]!["reportId"]!, (string)log["root"]!, (string)rotation["eventId"]!, Hash().Match(html).Value];
    }

    private static string Blank(string page) => Own().Replace(page, "");

    private static IEnumerable<string> Pages(byte[] pdf)
    {
        using var document = PdfDocument.Open(pdf);
        return [.. document.GetPages().Select(page => page.Text)];
    }

    [GeneratedRegex("(?<=SHA-256 of the content: )[0-9a-f]{64}")]
    private static partial Regex Hash();

    [GeneratedRegex("[0-9a-f]{64}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[A-Za-z0-9+/]{43}=")]
    private static partial Regex Own();
}

/// <summary>A log integrity report of the sample server after its key was changed.</summary>
public sealed class IntegritySample : IAsyncLifetime
{
    internal const string Type = "log-integrity";

    internal SampleServer Server { get; } = new();

    internal Dictionary<string, byte[]> Forms { get; } = [];

    internal string Id { get; private set; } = "";

    internal string ContentHash { get; private set; } = "";

    internal object Question => new { type = Type, knownAt = Server.Mark };

    public async Task InitializeAsync()
    {
        await Server.InitializeAsync();
        await Server.RotateKey();
        var report = await Server.Reports().Make(Question);
        Assert.True((string?)report["state"] == "ready", report.ToJsonString());
        (Id, ContentHash) = ((string)report["id"]!, (string)report["contentHash"]!);
        foreach (var (extension, type) in new[] { ("json", "application/json"), ("html", "text/html"), ("pdf", "application/pdf"), ("csv", "text/csv") })
        {
            using var answer = await Server.Reports().Content(Id, type);
            Forms[extension] = await answer.Content.ReadAsByteArrayAsync();
            if (SampleFiles.AreWritten) await File.WriteAllBytesAsync(SampleFiles.PathOf($"sample.{extension}", Type), Forms[extension]);
        }
    }

    public Task DisposeAsync() => Server.DisposeAsync();
}
