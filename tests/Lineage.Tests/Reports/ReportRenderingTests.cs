using System.Text;
using System.Xml.Linq;
using Lineage.Server.Features.Reports;
using Lineage.Server.Features.Reports.DatasetProvenance;
using Lineage.Server.Features.Reports.Rendering.Pdf;

namespace Lineage.Tests.Reports;

public sealed class ReportRenderingTests
{
    private static readonly WholeReport Sample = SampleProvenance.Report;

    [Fact]
    public async Task A_dataset_without_anything_upstream_gets_an_answer_and_sentences_instead_of_empty_tables()
    {
        var report = With(content => content with
        {
            Graph = new([content.Graph.Nodes.Single(n => n.Role is NodeRole.Subject)], [], 0),
            Paths = new([], 0),
            Fields = [],
            Changes = [],
            Runs = [],
            Facts = [],
        });
        var (html, pdf) = (await Samples.Html(report), string.Concat(Samples.PageTexts(ReportRenderer.Pdf(report))));
        Assert.All(
            new[] { "Nothing upstream of MART.CUSTOMER_360 is recorded", "No schema change was recorded in this window.", "No path leads from an origin to the subject." },
            sentence =>
            {
                Assert.Contains(sentence, html, StringComparison.Ordinal);
                Assert.Contains(sentence.Replace(" ", "", StringComparison.Ordinal), pdf.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
            });
        Assert.DoesNotContain("<svg", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Three_hundred_facts_repeat_the_table_header_and_number_every_page()
    {
        var report = With(content => content with { Facts = [.. Enumerable.Range(0, 300).Select(i => content.Facts[0] with { What = $"Fact number {i}.", EventId = $"{i:x8}-52c3-8e0b-9a77-000000000000", Sequence = i })] });
        var pages = Samples.PageTexts(ReportRenderer.Pdf(report));
        Assert.All(pages.Select((text, i) => (text, i)), page => Assert.Contains($"Page {page.i + 1} of {pages.Count}", page.text, StringComparison.Ordinal));
        var facts = pages.Where(text => text.Contains("Fact number", StringComparison.Ordinal)).ToList();
        Assert.True(facts.Count > 10);
        Assert.All(facts, text => Assert.Contains("Event, sequence", text, StringComparison.Ordinal));
        Assert.All(Enumerable.Range(0, 300), i => Assert.Single(facts, text => text.Contains($"Fact number {i}.", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("abcdefghi_")]
    [InlineData("averylongx")]
    public async Task Names_of_two_hundred_characters_stay_on_the_page_and_whole(string part)
    {
        var name = string.Concat(Enumerable.Repeat(part, 20));
        var report = Renamed(name);
        var pdf = ReportRenderer.Pdf(report);
        using (var document = UglyToad.PdfPig.PdfDocument.Open(pdf))
        {
            Assert.All(document.GetPages(), page => Assert.All(page.Letters, letter => Assert.InRange(letter.BoundingBox.Right, 50, page.Width - 45)));
        }

        Assert.Contains(name, string.Concat(Samples.PageTexts(pdf)), StringComparison.Ordinal);
        Assert.Contains(name, await Samples.Html(report), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("العملاء والطلبات")]
    [InlineData("לקוחות 2026")]
    [InlineData("顧客マスター")]
    [InlineData("клиенты.ёлка")]
    [InlineData("😀 e\u0301 \u200d")]
    public async Task Names_in_any_script_are_rendered_without_an_exception(string name)
    {
        var report = Renamed(name);
        Assert.NotEmpty(ReportRenderer.Pdf(report));
        Assert.NotEmpty(await Samples.Html(report));
    }

    [Fact]
    public void A_character_without_a_glyph_is_shown_as_a_replacement() =>
        Assert.Contains("\ufffd\ufffd", string.Concat(Samples.PageTexts(ReportRenderer.Pdf(Renamed("顧客")))), StringComparison.Ordinal);

    [Fact]
    public async Task Invisible_and_direction_characters_are_spelled_out()
    {
        var report = Renamed("safe\u202egnp.exe\u0007");
        Assert.Contains("safe[U+202E]gnp.exe[U+0007]", await Samples.Html(report), StringComparison.Ordinal);
        Assert.Contains("safe[U+202E]gnp.exe[U+0007]", string.Concat(Samples.PageTexts(ReportRenderer.Pdf(report))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Markup_in_names_is_text_in_html_and_svg()
    {
        var html = await Samples.Html(Renamed("</text></svg><script>alert('x')</script><img src=x onerror=\"y\">"));
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
        var start = html.IndexOf("<svg", StringComparison.Ordinal);
        var svg = XDocument.Parse(html[start..(html.IndexOf("</svg>", StringComparison.Ordinal) + 6)]);
        Assert.Equal("img", svg.Root!.Attribute("role")!.Value);
        Assert.Contains("<script>", svg.Root.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_id_cannot_leave_the_style_sheet()
    {
        var html = await Samples.Html(Sample with { Cover = Sample.Cover with { ReportId = "\"}</style><b>" } });
        Assert.DoesNotContain("</style><b>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cycles_and_self_loops_are_drawn()
    {
        var report = With(content =>
        {
            var (a, b) = (content.Graph.Nodes[4].Id, content.Graph.Nodes[7].Id);
            GraphEdge[] more = [new(b, a, [], EdgeBasis.LineageFacet, false), new(a, a, [], EdgeBasis.LineageFacet, false), new(content.Subject.NodeId, a, [], EdgeBasis.LineageFacet, false)];
            return content with { Graph = content.Graph with { Edges = [.. content.Graph.Edges, .. more] } };
        });
        Assert.NotEmpty(ReportRenderer.Pdf(report));
        Assert.Equal(10, (await Samples.Html(report)).Split("<polyline").Length - 1);
    }

    [Fact]
    public async Task More_nodes_than_a_picture_can_carry_are_drawn_as_stacks_and_a_note_says_so()
    {
        var report = With(content =>
        {
            var more = Enumerable.Range(0, 200).Select(i => content.Graph.Nodes[0] with { Id = SampleProvenance.Id("lake", $"file_{i}"), Namespace = "lake", Name = $"file_{i}" }).ToList();
            var edges = more.Select(node => new GraphEdge(node.Id, content.Graph.Nodes[5].Id, [], EdgeBasis.LineageFacet, false));
            return content with { Graph = new([.. content.Graph.Nodes, .. more], [.. content.Graph.Edges, .. edges], 0) };
        });
        var html = await Samples.Html(report);
        Assert.Contains("200 origins", html, StringComparison.Ordinal);
        Assert.Contains("208 nodes are too many for one picture", html, StringComparison.Ordinal);
        Assert.NotEmpty(ReportRenderer.Pdf(report));
    }

    [Fact]
    public void A_missing_mandatory_field_refuses_the_report_and_names_it()
    {
        var report = Sample with { Cover = Sample.Cover with { Controller = Sample.Cover.Controller with { Contact = " " }, ReportId = "" } };
        var refusal = Assert.Throws<IncompleteReportException>(() => ReportRenderer.Json(report));
        Assert.Equal(["report id", "controller: contact"], refusal.Missing);
        Assert.Throws<IncompleteReportException>(() => ReportRenderer.Pdf(report));
    }

    [Fact]
    public void Totals_that_do_not_reconcile_refuse_the_report()
    {
        var report = Sample with { Content = SampleProvenance.Content with { Totals = SampleProvenance.Content.Totals with { EventsRead = 1 } } };
        Assert.Contains("events read", Assert.Throws<IncompleteReportException>(() => ReportRenderer.Json(report)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_mandatory_field_is_found_in_the_sample()
    {
        var json = System.Text.Json.Nodes.JsonNode.Parse(ReportRenderer.Json(Sample))!;
        Assert.All(ProvenanceDocument.Definition.Mandatory, field => Assert.NotNull(field.At.Split('/').Skip(1).Aggregate(json, (node, step) => node[step]!)));
    }

    [Fact]
    public async Task A_field_is_reported_as_a_field()
    {
        var subject = SampleProvenance.Content.Subject with { Kind = SubjectKind.Field, Field = "EMAIL_HASH" };
        var report = With(content => content with { Subject = subject, Question = ProvenanceDocument.Definition.QuestionAbout("field", "MART.CUSTOMER_360.EMAIL_HASH") });
        Assert.Contains("Where does the field MART.CUSTOMER_360.EMAIL_HASH come from", await Samples.Html(report), StringComparison.Ordinal);
    }

    [Fact]
    public void The_pdf_id_comes_from_the_content_however_the_writer_gave_it()
    {
        const string Xmp = "<xmpMM:DocumentID>uuid:{0}</xmpMM:DocumentID> {1} trailer\n<</Size 9\n/ID [{2}]>>\nstartxref\n7\n%%EOF";
        byte[] Made(string uuid, string text, string id) => PdfIdentity.FromContent(Encoding.Latin1.GetBytes(string.Format(System.Globalization.CultureInfo.InvariantCulture, Xmp, uuid, text, id)));
        var hexadecimal = Made("11111111-2222-3333-4444-555555555555", "text", "<11111111222233334444555555555555> <11111111222233334444555555555555>");
        var literal = Made("99999999-2222-3333-4444-555555555555", "text", "(\\(1]>>M\\261) (\\(1]>>M\\261)");
        Assert.Equal(hexadecimal, literal);
        Assert.NotEqual(hexadecimal, Made("11111111-2222-3333-4444-555555555555", "other text", "<1> <1>"));
    }

    private static WholeReport Renamed(string name) => With(content => content with
    {
        Subject = content.Subject with { Name = name },
        Question = ProvenanceDocument.Definition.QuestionAbout("dataset", name),
        Graph = content.Graph with { Nodes = [.. content.Graph.Nodes.Select(node => node with { Name = name })] },
    });

    /// <summary>The sample changed, with the answer and the counts that follow from it.</summary>
    private static WholeReport With(Func<ProvenanceContent, ProvenanceContent> change)
    {
        var content = change(SampleProvenance.Content);
        var cited = content.Facts.Select(fact => fact.EventId).Distinct().Count();
        content = content with
        {
            Totals = content.Totals with
            {
                FactsListed = content.Facts.Count,
                EventsCited = cited,
                EventsWithoutBearing = content.Totals.EventsRead - cited,
                Nodes = content.Graph.Nodes.Count,
                Edges = content.Graph.Edges.Count,
            },
        };
        return Sample with { Content = content with { Answer = PlainWords.Of(content) } };
    }
}
