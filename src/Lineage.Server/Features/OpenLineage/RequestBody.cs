using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Lineage.Server.Features.OpenLineage;

/// <summary>The body of a request as plain UTF-8, whatever its content coding and charset; reading past the limit is an error.</summary>
internal static class RequestBody
{
    /// <summary>The most bytes of one event.</summary>
    public const int EventLimit = 32 * 1024 * 1024;

    /// <summary>The most bytes of a body, decompressed.</summary>
    public const long StreamLimit = 1024L * 1024 * 1024;

    /// <exception cref="MalformedInputException">415 for a coding or charset that is not understood.</exception>
    public static Stream Open(HttpRequest request, long limit)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = limit;
        Stream body = request.Headers.ContentEncoding.ToString().Trim().ToLowerInvariant() switch
        {
            "" or "identity" => request.Body,
            "gzip" or "x-gzip" => new GZipStream(request.Body, CompressionMode.Decompress),
            _ => throw new MalformedInputException(415, "content-encoding-not-understood", "Content-Encoding is gzip or absent.", null),
        };
        return new LimitedStream(Utf8(body, Charset(request)), limit);
    }

    private static string Charset(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.Charset.HasValue ? HeaderUtilities.RemoveQuotes(type.Charset).Value!.ToLowerInvariant() : "utf-8";

    private static Stream Utf8(Stream body, string charset)
    {
        if (charset is "utf-8" or "utf8" or "us-ascii") return body;
        try
        {
            return Encoding.CreateTranscodingStream(body, Encoding.GetEncoding(charset, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback), new UTF8Encoding(false, true));
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new MalformedInputException(415, "charset-not-understood", "The charset of the content type is not known; send UTF-8.", null);
        }
    }
}
