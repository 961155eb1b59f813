namespace Lineage.Server.Features.Reports.Rendering.Graphs;

/// <summary>A graph's picture, laid out once and drawn as SVG or into a PDF. Units are points; y grows downwards.</summary>
/// <param name="Width">Its width.</param>
/// <param name="Height">Its height.</param>
/// <param name="Title">Its title for readers who do not see it.</param>
/// <param name="Description">What it shows, in words.</param>
/// <param name="Boxes">The nodes.</param>
/// <param name="Lines">The links.</param>
/// <param name="Note">What was put together or left out; null when nothing was.</param>
public sealed record GraphScene(
    float Width, float Height, string Title, string Description, IReadOnlyList<SceneBox> Boxes, IReadOnlyList<SceneLine> Lines, string? Note);

/// <summary>How a box is drawn. The outline tells the role, so that no reader depends on colour.</summary>
public enum BoxShape
{
    /// <summary>A single outline.</summary>
    Plain,

    /// <summary>Round ends.</summary>
    Origin,

    /// <summary>A double outline.</summary>
    Subject,

    /// <summary>Several nodes drawn as one: a stack.</summary>
    Group,
}

/// <summary>How a line is drawn.</summary>
public enum LineStyle
{
    /// <summary>Unbroken: named by field lineage or a lineage facet.</summary>
    Solid,

    /// <summary>Dotted: only inputs and outputs are known.</summary>
    Dotted,

    /// <summary>Dashed, and labelled: masked.</summary>
    Dashed,
}

/// <summary>A node.</summary>
public sealed record SceneBox(float X, float Y, float Width, float Height, BoxShape Shape, IReadOnlyList<SceneText> Texts);

/// <summary>A line of text, centred at <paramref name="X"/>, its baseline at <paramref name="Y"/>.</summary>
public sealed record SceneText(string Text, float X, float Y, float Size, bool Strong, bool Quiet = false);

/// <summary>A link, with an arrow head at its last point.</summary>
public sealed record SceneLine(IReadOnlyList<ScenePoint> Points, LineStyle Style, SceneLabel? Label);

/// <summary>A link's label on a plate of its own.</summary>
public sealed record SceneLabel(string Text, ScenePoint Centre, float Width, float Height, float Size);

/// <summary>A point.</summary>
public readonly record struct ScenePoint(float X, float Y);
