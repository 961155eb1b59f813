using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lineage.Merkle;
using Lineage.Server.Features.Reports;

namespace Lineage.Tests.Reports;

public sealed class DatasetProvenanceSampleTests
{
    [Fact]
    public void The_same_report_gives_the_same_pdf_bytes() =>
        Assert.Equal(ReportRenderer.Pdf(SampleProvenance.Report), ReportRenderer.Pdf(SampleProvenance.Report));

    [Fact]
    public void The_printed_hash_is_that_of_the_content_in_canonical_form_whichever_form_it_is_read_from()
    {
        var fromText = JsonDocument.Parse(JsonNode.Parse(ReportRenderer.Json(SampleProvenance.Report))!["content"]!.ToJsonString());
        var fromPack = JsonDocument.Parse(ReportJson.Canonical(SampleProvenance.Report)).RootElement.GetProperty("content");
        Assert.Equal(Hash(CanonicalJson.Bytes(fromText.RootElement)), ReportJson.ContentHash(SampleProvenance.Content));
        Assert.Equal(Hash(Encoding.UTF8.GetBytes(fromPack.GetRawText())), ReportJson.ContentHash(SampleProvenance.Content));
    }

    [Fact]
    public void A_report_of_the_first_version_is_still_known_by_its_hash_in_declaration_order()
    {
        var options = new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        var written = Hash(Encoding.UTF8.GetBytes(JsonNode.Parse(ReportRenderer.Json(SampleProvenance.Report))!["content"]!.ToJsonString(options)));
        Assert.NotEqual(written, ReportJson.ContentHash(SampleProvenance.Content));
        Assert.True(ReportJson.IsContent(SampleProvenance.Content, written));
        Assert.False(ReportJson.IsContent(SampleProvenance.Content with { Question = "?" }, written));
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
