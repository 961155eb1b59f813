using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Lineage.Server.Features.Reports.Rendering.Pdf;

/// <summary>Replaces the random identifiers of a PDF (trailer /ID, XMP document and instance id) by one made from its content, at equal length, so that offsets stay true.</summary>
internal static partial class PdfIdentity
{
    internal static byte[] FromContent(byte[] pdf)
    {
        var text = Encoding.Latin1.GetString(pdf);
        var places = TrailerId().Matches(text).Concat(XmpId().Matches(text)).Select(match => match.Groups["id"]).ToArray();
        foreach (var place in places)
        {
            Fill(pdf, place, new string('0', 32));
        }

        var identity = Convert.ToHexStringLower(SHA256.HashData(pdf).AsSpan(0, 16));
        foreach (var place in places)
        {
            Fill(pdf, place, identity);
        }

        return pdf;
    }

    private static void Fill(byte[] pdf, Group place, string hex)
    {
        var next = 0;
        for (var i = place.Index; i < place.Index + place.Length; i++)
        {
            if (pdf[i] != (byte)'-')
            {
                pdf[i] = (byte)hex[next++ % hex.Length];
            }
        }
    }

    [GeneratedRegex(@"(?<=/ID\s*\[\s*<|/ID\s*\[\s*<[0-9A-Fa-f]{32}>\s*<)(?<id>[0-9A-Fa-f]{32})(?=>)")]
    private static partial Regex TrailerId();

    [GeneratedRegex("(?<=uuid:)(?<id>[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})")]
    private static partial Regex XmpId();
}
