using Lineage.Server.Features.Reports.Rendering.Graphs;

namespace Lineage.Server.Features.Reports.Rendering.Document;

/// <summary>A report laid out in words, tables and figures, before it becomes HTML or PDF. Both show every block, so they never differ in what they say.</summary>
/// <param name="Cover">The cover's data.</param>
/// <param name="SubjectKind">"Dataset" or "Field", or what the report is about.</param>
/// <param name="Subject">The name of what the report is about.</param>
/// <param name="SubjectPlace">Where that is: its namespace.</param>
/// <param name="Question">The question in words.</param>
/// <param name="AsOfLine">The as-of statement in one line, printed on every page.</param>
/// <param name="Sections">The sections in order.</param>
public sealed record ReportDocument(
    ReportCover Cover, string SubjectKind, string Subject, string SubjectPlace, string Question, string AsOfLine, IReadOnlyList<ReportSection> Sections)
{
    public string Subject { get; } = VisibleText.Of(Subject);

    public string SubjectPlace { get; } = VisibleText.Of(SubjectPlace);

    public string Question { get; } = VisibleText.Of(Question);
}

/// <summary>A numbered section.</summary>
/// <param name="Id">The anchor.</param>
/// <param name="Title">The heading, without its number.</param>
/// <param name="NewPage">Whether it starts a page of its own on paper.</param>
/// <param name="Blocks">What is in it.</param>
public sealed record ReportSection(string Id, string Title, bool NewPage, IReadOnlyList<Block> Blocks);

/// <summary>A part of a section.</summary>
public abstract record Block;

/// <summary>How a paragraph is set.</summary>
public enum Tone { Body, Lead, Note, Empty }

/// <summary>A paragraph.</summary>
public sealed record Paragraph(string Text, Tone Tone = Tone.Body) : Block
{
    public string Text { get; } = VisibleText.Of(Text);
}

/// <summary>A heading within a section.</summary>
public sealed record Subheading(string Text) : Block;

/// <summary>A list of sentences.</summary>
public sealed record Bullets(IReadOnlyList<string> Items, Tone Tone = Tone.Body) : Block
{
    public IReadOnlyList<string> Items { get; } = [.. Items.Select(VisibleText.Of)];
}

/// <summary>Names and their values, one below the other.</summary>
public sealed record Entries(IReadOnlyList<Entry> Items) : Block;

/// <summary>A name and its value.</summary>
public sealed record Entry(string Name, string Value, string? More = null)
{
    public string Value { get; } = VisibleText.Of(Value);

    public string? More { get; } = More is null ? null : VisibleText.Of(More);
}

/// <summary>A table; without rows, the sentence that says so stands in its place.</summary>
/// <param name="Caption">What the table shows.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Rows">Its rows, one cell a column.</param>
/// <param name="WhenEmpty">The sentence for an empty table.</param>
public sealed record Table(string Caption, IReadOnlyList<Column> Columns, IReadOnlyList<Row> Rows, string WhenEmpty) : Block;

/// <summary>A column.</summary>
/// <param name="Heading">Its heading.</param>
/// <param name="Weight">Its share of the width.</param>
/// <param name="Numeric">Whether its cells are numbers, set to the right.</param>
/// <param name="Time">Whether its cells are times, which stay in one line.</param>
public sealed record Column(string Heading, float Weight, bool Numeric = false, bool Time = false);

/// <summary>A row; the first cell names it.</summary>
/// <param name="Cells">One cell a column.</param>
/// <param name="Anchor">The name by which other rows link here.</param>
public sealed record Row(IReadOnlyList<Cell> Cells, string? Anchor = null);

/// <summary>A cell.</summary>
/// <param name="Text">The main line.</param>
/// <param name="More">A second, quieter line.</param>
/// <param name="Strong">Whether the main line stands out.</param>
/// <param name="Link">The anchor of the row it refers to.</param>
public sealed record Cell(string Text, string? More = null, bool Strong = false, string? Link = null)
{
    public string Text { get; } = VisibleText.Of(Text);

    public string? More { get; } = More is null ? null : VisibleText.Of(More);
}

/// <summary>A picture of a graph.</summary>
public sealed record Figure(GraphScene Scene, string Caption) : Block;

/// <summary>Lines to sign on.</summary>
public sealed record Signatures(IReadOnlyList<SignatureMeaning> Meanings) : Block;
