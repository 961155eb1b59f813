using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Lineage.Server.Features.Reports;

namespace Lineage.Tests.Reports;

public sealed class DatasetProvenanceSampleTests
{
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
