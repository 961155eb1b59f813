using SkiaSharp;

namespace Lineage.Server.Features.Reports.Rendering.Pdf;

/// <summary>Sizes in points and colours of the PDF form. Every colour has a contrast of at least 4.5 to 1 on white.</summary>
internal static class PdfStyle
{
    internal const float PageShort = 595.28f, PageLong = 841.89f, Side = 54, Top = 70, Bottom = 62;
    internal const float BodySize = 9.6f, TableSize = 8f, MoreSize = 7.1f, LeadSize = 10.6f, HeadingSize = 15.5f, SubheadingSize = 10.6f, FurnitureSize = 7.2f;

    internal static readonly SKColor Ink = new(0x1B, 0x22, 0x2C);
    internal static readonly SKColor Quiet = new(0x58, 0x63, 0x72);
    internal static readonly SKColor Accent = new(0x1D, 0x4E, 0x89);
    internal static readonly SKColor Rule = new(0xC9, 0xD0, 0xD9);
    internal static readonly SKColor Shade = new(0xF1, 0xF4, 0xF8);
    internal static readonly SKColor Paper = SKColors.White;

    internal static float Leading(float size) => size * 1.42f;
}
