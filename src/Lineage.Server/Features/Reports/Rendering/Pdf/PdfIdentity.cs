using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Lineage.Server.Features.Reports.Rendering.Pdf;

/// <summary>Replaces the random identifiers of a PDF (trailer /ID, XMP document and instance id) by one made from its content.</summary>
internal static partial class PdfIdentity
{
    internal static byte[] FromContent(byte[] pdf)
    {
        var neutral = With(Encoding.Latin1.GetString(pdf), new string('0', 32));
        var identity = Convert.ToHexStringLower(SHA256.HashData(Encoding.Latin1.GetBytes(neutral)).AsSpan(0, 16));
        return Encoding.Latin1.GetBytes(With(neutral, identity));
    }

    // The XMP ids keep their length, so that the cross-reference stays true. The trailer stands behind it and may change its length:
    // the writer gives the id as a hexadecimal or as a literal string, whichever is shorter.
    private static string With(string pdf, string hex)
    {
        var uuid = $"{hex[..8]}-{hex[8..12]}-{hex[12..16]}-{hex[16..20]}-{hex[20..]}";
        var trailer = pdf.LastIndexOf("/ID [", StringComparison.Ordinal);
        var end = pdf.LastIndexOf("]>>", StringComparison.Ordinal);
        return XmpId().Replace(pdf[..trailer], uuid) + $"/ID [<{hex}> <{hex}>" + pdf[end..];
    }

    [GeneratedRegex("(?<=uuid:)[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}(?=</xmpMM)")]
    private static partial Regex XmpId();
}
