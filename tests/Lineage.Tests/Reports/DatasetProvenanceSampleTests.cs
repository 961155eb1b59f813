using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Lineage.Server.Features.Reports;

namespace Lineage.Tests.Reports;

public sealed class DatasetProvenanceSampleTests
{
    [Fact]
    public void The_sample_json_is_what_the_renderer_writes()
    {
        var made = ReportRenderer.Json(SampleProvenance.Report);
        Assert.Equal(Samples.Expected("sample.json", made), made);
    }

    [Fact]
    public async Task The_sample_html_is_what_the_renderer_writes()
    {
        var made = await Samples.Html(SampleProvenance.Report);
        Assert.Equal(Samples.Expected("sample.html", made), made);
    }

    [Fact]
    public void The_sample_pdf_says_what_the_renderer_writes()
    {
        var made = ReportRenderer.Pdf(SampleProvenance.Report);
        Assert.Equal(Samples.PageTexts(Samples.Expected("sample.pdf", made)), Samples.PageTexts(made));
    }

    [Fact]
    public void The_same_report_gives_the_same_pdf_bytes() =>
        Assert.Equal(ReportRenderer.Pdf(SampleProvenance.Report), ReportRenderer.Pdf(SampleProvenance.Report));

    [Fact]
    public void The_printed_hash_is_that_of_the_content_without_white_space()
    {
        var content = JsonNode.Parse(ReportRenderer.Json(SampleProvenance.Report))!["content"]!;
        var options = new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content.ToJsonString(options))));
        Assert.Equal(hash, ReportRenderer.ContentHash(SampleProvenance.Report.Content));
    }
}
