using System.Text;
using Lineage.Server.Features.Reports;

namespace Lineage.Tests.Reports;

public sealed class ReportCsvTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("＝1", "'＝1")]
    [InlineData("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"")]
    [InlineData("a, b", "\"a, b\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    public void A_field_is_quoted_where_it_must_be_and_never_a_formula(string text, string field) => Assert.Equal(field, ReportCsv.Field(text));

    [Fact]
    public void Each_line_is_a_row_that_ends_with_carriage_return_and_line_feed_after_a_header()
    {
        var time = new DateTimeOffset(2026, 1, 2, 5, 4, 5, TimeSpan.FromHours(2));
        var csv = ReportCsv.Write([new("/content/facts/0", "fact", "a \u202e\"b\"", ["e1", "e2"], time), new("/content/runs/0", "run", "c", [])]);
        Assert.Equal(
            "line,kind,states,events,valid_time,recorded_time\r\n/content/facts/0,fact,\"a [U+202E]\"\"b\"\"\",e1 e2,2026-01-02T03:04:05.000000Z,\r\n/content/runs/0,run,c,,,\r\n",
            Encoding.UTF8.GetString(csv));
    }
}
