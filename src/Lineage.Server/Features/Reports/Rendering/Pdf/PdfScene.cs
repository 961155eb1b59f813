using Lineage.Server.Features.Reports.Rendering.Fonts;
using Lineage.Server.Features.Reports.Rendering.Graphs;
using SkiaSharp;
using static Lineage.Server.Features.Reports.Rendering.Pdf.PdfStyle;

namespace Lineage.Server.Features.Reports.Rendering.Pdf;

/// <summary>Draws a picture as vectors and text.</summary>
internal static class PdfScene
{
    internal static void Draw(SKCanvas canvas, GraphScene scene, float x, float y, float scale)
    {
        canvas.Save();
        canvas.Translate(x, y);
        canvas.Scale(scale);
        foreach (var line in scene.Lines)
        {
            DrawLine(canvas, line);
        }

        foreach (var box in scene.Boxes)
        {
            DrawBox(canvas, box);
        }

        foreach (var label in scene.Lines.Select(line => line.Label).OfType<SceneLabel>())
        {
            using var plate = new SKPaint { Color = Paper };
            canvas.DrawRoundRect(label.Centre.X - (label.Width / 2), label.Centre.Y - (label.Height / 2), label.Width, label.Height, 3, 3, plate);
            DrawText(canvas, new SceneText(label.Text, label.Centre.X, label.Centre.Y + (label.Size * 0.36f), label.Size, Strong: true), Accent);
        }

        canvas.Restore();
    }

    private static void DrawLine(SKCanvas canvas, SceneLine line)
    {
        using var dashes = line.Style switch
        {
            LineStyle.Dashed => SKPathEffect.CreateDash([6, 3.5f], 0),
            LineStyle.Dotted => SKPathEffect.CreateDash([1.2f, 2.6f], 0),
            _ => null,
        };
        using var stroke = new SKPaint { Color = Accent, IsStroke = true, StrokeWidth = 1.1f, PathEffect = dashes, IsAntialias = true };
        for (var i = 1; i < line.Points.Count; i++)
        {
            canvas.DrawLine(line.Points[i - 1].X, line.Points[i - 1].Y, line.Points[i].X, line.Points[i].Y, stroke);
        }

        DrawHead(canvas, line.Points[^2], line.Points[^1]);
    }

    private static void DrawHead(SKCanvas canvas, ScenePoint from, ScenePoint tip)
    {
        var angle = MathF.Atan2(tip.Y - from.Y, tip.X - from.X);
        SKPoint Turned(float along, float across) => new(
            tip.X + (along * MathF.Cos(angle)) - (across * MathF.Sin(angle)), tip.Y + (along * MathF.Sin(angle)) + (across * MathF.Cos(angle)));
        using var builder = new SKPathBuilder();
        builder.MoveTo(tip.X, tip.Y);
        builder.LineTo(Turned(-7.5f, 3.2f));
        builder.LineTo(Turned(-7.5f, -3.2f));
        builder.Close();
        using var head = builder.Detach();
        using var fill = new SKPaint { Color = Accent, IsAntialias = true };
        canvas.DrawPath(head, fill);
    }

    private static void DrawBox(SKCanvas canvas, SceneBox box)
    {
        var radius = box.Shape is BoxShape.Origin ? box.Height / 2 : 3;
        using var fill = new SKPaint { Color = box.Shape is BoxShape.Subject ? Shade : Paper, IsAntialias = true };
        using var stroke = new SKPaint { Color = Ink, IsStroke = true, StrokeWidth = box.Shape is BoxShape.Subject ? 1.4f : 0.9f, IsAntialias = true };
        if (box.Shape is BoxShape.Group)
        {
            canvas.DrawRoundRect(box.X + 4, box.Y + 4, box.Width, box.Height, radius, radius, stroke);
        }

        canvas.DrawRoundRect(box.X, box.Y, box.Width, box.Height, radius, radius, fill);
        canvas.DrawRoundRect(box.X, box.Y, box.Width, box.Height, radius, radius, stroke);
        if (box.Shape is BoxShape.Subject)
        {
            stroke.StrokeWidth = 0.6f;
            canvas.DrawRoundRect(box.X + 2.5f, box.Y + 2.5f, box.Width - 5, box.Height - 5, 2, 2, stroke);
        }

        foreach (var text in box.Texts)
        {
            DrawText(canvas, text, text.Quiet ? Quiet : Ink);
        }
    }

    private static void DrawText(SKCanvas canvas, SceneText text, SKColor color) =>
        TextShaper.Draw(canvas, text.Text, text.Strong, text.Size, text.X - (TextShaper.Width(text.Text, text.Strong, text.Size) / 2), text.Y, color);
}
