using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Lineage.Contracts;
using UglyToad.PdfPig;

namespace Lineage.IntegrationTests.Reports;

/// <summary>The committed samples are what the server makes of events.ndjson. The report's random id, and what hangs on it, is the only thing that may differ.</summary>
public sealed partial class ProvenanceSampleTests(SampleServer sample) : IClassFixture<SampleServer>
{
    [Theory]
    [InlineData("json")]
    [InlineData("html")]
    [InlineData("csv")]
    public void The_committed_sample_is_what_the_server_makes_of_the_event_file(string form) =>
        Assert.Equal(WithoutStyleHash(File.ReadAllText(SampleFiles.PathOf($"sample.{form}"))), WithoutStyleHash(UnderCommittedId(Encoding.UTF8.GetString(sample.Form(form)))));

    [Fact]
    public void The_pages_of_the_committed_pdf_say_what_the_server_makes_of_the_event_file() =>
        Assert.Equal(PageTexts(File.ReadAllBytes(SampleFiles.PathOf("sample.pdf"))), PageTexts(sample.Form("pdf")).Select(UnderCommittedId));

    [Fact]
    public async Task The_same_question_at_the_same_mark_has_the_same_content_after_more_was_recorded()
    {
        var before = await sample.Reports().Make(sample.Question());
        await sample.Emit("""{"eventType":"COMPLETE","eventTime":"2026-02-27T05:00:00Z","run":{"runId":"019c8000-0000-7000-8000-0000000000ff"},"job":{"namespace":"churn-model","name":"build_training_set"},"inputs":[{"namespace":"n","name":"recorded-later"}],"outputs":[{"namespace":"s3://training.example.com","name":"churn/training_set"}],"producer":"https://pipelines.example.com/emitter/2.3.0","schemaURL":"https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent"}""");
        await new TestTenant(sample.Server, SampleServer.Tenant).CatchUp();
        var after = await sample.Reports().Make(sample.Question());
        Assert.NotEqual((string?)before["id"], (string?)after["id"]);
        Assert.Equal((string?)before["contentHash"], (string?)after["contentHash"]);
        Assert.Equal(await sample.Reports().ContentPart(before), await sample.Reports().ContentPart(after));
        var now = await sample.Reports().Make(new { type = "dataset-provenance", parameters = new { nodeId = SampleServer.Subject.ToString() }, asOf = "2026-03-01T00:00:00Z" });
        Assert.Contains("recorded-later", await sample.Reports().ContentPart(now), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_report_on_a_field_follows_that_field_only()
    {
        var report = await sample.Reports().Make(sample.Question(new FieldNode("s3://training.example.com", "churn/training_set", "email_hash")));
        var content = JsonNode.Parse("{" + (await sample.Reports().ContentPart(report)).Trim()[..^1] + "}")!["content"]!;
        string[] ids = [.. content["graph"]!["nodes"]!.AsArray().Select(n => (string)n!["id"]!)];
        Assert.Contains("field:postgres%3A%2F%2Fcrm.example.com%3A5432:crm.public.customers:email", ids);
        Assert.DoesNotContain(ids, id => id.Contains("shop.example.com", StringComparison.Ordinal) || id.EndsWith(":full_name", StringComparison.Ordinal));
        Assert.Contains(content["graph"]!["edges"]!.AsArray(), e => (bool)e!["masking"]!);
        Assert.Contains("dwh.staging.customers.email (to ", content["answer"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_event_that_a_change_cites_is_among_the_facts()
    {
        var content = JsonNode.Parse(sample.Form("json"))!["content"]!;
        var facts = content["facts"]!.AsArray().Select(f => (string)f!["eventId"]!).ToHashSet();
        Assert.NotEmpty(content["changes"]!.AsArray());
        Assert.All(content["changes"]!.AsArray(), change => Assert.Contains((string)change!["eventId"]!, facts));
    }

    [Fact]
    public void Every_line_names_events_it_rests_on()
    {
        var rows = Encoding.UTF8.GetString(sample.Form("csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[1..];
        var content = JsonNode.Parse(sample.Form("json"))!["content"]!;
        Assert.Equal(new[] { "facts", "fields", "changes", "runs" }.Sum(list => content[list]!.AsArray().Count) + content["graph"]!["edges"]!.AsArray().Count, rows.Length);
        Assert.All(rows, row => Assert.Matches("[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", row));
    }

    [Fact]
    public void Only_the_emitter_that_broke_its_rhythm_is_called_silent()
    {
        var emitters = JsonNode.Parse(sample.Form("json"))!["content"]!["coverage"]!["emitters"]!.AsArray();
        Assert.Equal("shop-export", (string?)Assert.Single(emitters, e => (bool)e!["silent"]!)!["jobNamespace"]);
        Assert.Contains(emitters, e => !(bool)e!["silent"]! && ((string?)e["note"])?.StartsWith("Heard on one occasion only", StringComparison.Ordinal) is true);
    }

    [Fact]
    public async Task A_node_that_nobody_ever_named_is_refused_by_name()
    {
        var unknown = new DatasetNode("s3://training.example.com", "never/heard/of");
        var report = await sample.Reports().Make(sample.Question(unknown));
        Assert.Equal("refused", (string?)report["state"]);
        Assert.Contains(unknown.ToString(), (string?)report["reason"], StringComparison.Ordinal);
        using var content = await sample.Reports().Content((string)report["id"]!, "application/json");
        Assert.Equal(HttpStatusCode.Conflict, content.StatusCode);
    }

    [Fact]
    public async Task Without_an_organisation_the_missing_field_is_the_controller()
    {
        var tenant = sample.Server.NewTenant();
        await tenant.Emit("""{"eventTime":"2026-01-01T00:00:00Z","job":{"namespace":"n","name":"j"},"outputs":[{"namespace":"d","name":"b"}],"producer":"https://p.example.com","schemaURL":"https://s.example.com"}""");
        await tenant.CatchUp();
        var report = await sample.Reports(tenant: tenant.Name).Make(new { type = "dataset-provenance", parameters = new { nodeId = "dataset:d:b" } });
        Assert.Equal("refused", (string?)report["state"]);
        Assert.StartsWith("controller", (string?)Assert.Single(report["missing"]!.AsArray()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/json", "application/json", "{")]
    [InlineData("text/html", "text/html", "<!")]
    [InlineData("application/pdf", "application/pdf", "%PDF-")]
    [InlineData("text/csv", "text/csv", "line,")]
    public async Task The_form_is_the_one_that_accept_names(string accept, string type, string begin)
    {
        using var answer = await sample.Reports("auditor").Content(sample.ReportId, accept);
        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith(begin, Encoding.Latin1.GetString(await answer.Content.ReadAsByteArrayAsync()), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Another_form_is_not_to_be_had()
    {
        using var answer = await sample.Reports().Content(sample.ReportId, "image/png");
        Assert.Equal(HttpStatusCode.NotAcceptable, answer.StatusCode);
    }

    [Fact]
    public async Task Signing_twice_leaves_one_signature()
    {
        var id = (string)(await sample.Reports().Make(sample.Question()))["id"]!;
        await sample.Reports().Sign(id, "prepared");
        var signature = Assert.Single((await sample.Reports().Sign(id, "prepared"))["signatures"]!.AsArray());
        Assert.Equal("prepared", (string?)signature!["meaning"]);
        Assert.Equal(2, (await sample.Reports().Sign(id, "reviewed"))["signatures"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("reader")]
    [InlineData("emitter")]
    [InlineData("admin")]
    public async Task Only_officers_the_dpo_and_auditors_may_ask(string role)
    {
        using var answer = await sample.Reports(role).Ask(sample.Question());
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private string UnderCommittedId(string made)
    {
        var committed = (string)JsonNode.Parse(File.ReadAllText(SampleFiles.PathOf("sample.json")))!["cover"]!["reportId"]!;
        return made.Replace(sample.ReportId, committed, StringComparison.Ordinal);
    }

    // The page footer stands in the style and holds the report's id, so the hash by which the page allows its style differs too.
    internal static string WithoutStyleHash(string html) => StyleHash().Replace(html, "style-src (hash)");

    [GeneratedRegex("style-src &#x27;sha256-.{44,64}?&#x27;")]
    private static partial Regex StyleHash();

    private static IEnumerable<string> PageTexts(byte[] pdf)
    {
        using var document = PdfDocument.Open(pdf);
        return [.. document.GetPages().Select(page => page.Text)];
    }
}
