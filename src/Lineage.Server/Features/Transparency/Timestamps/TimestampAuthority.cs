using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using Lineage.Server.Features.Transparency.Witnessing;

namespace Lineage.Server.Features.Transparency.Timestamps;

/// <summary>The timestamping authority, if there is one: <c>Lineage:Log:Timestamp:Url</c> and <c>:EverySeconds</c>.</summary>
internal sealed record TimestampSettings(Uri? Url, TimeSpan Every)
{
    /// <exception cref="InvalidOperationException">The address is neither https nor on this machine.</exception>
    public static TimestampSettings From(IConfiguration configuration)
    {
        var section = configuration.GetSection("Lineage:Log:Timestamp");
        return new(section["Url"] is { Length: > 0 } url ? OutsideUrl.Read(url, "Lineage:Log:Timestamp:Url") : null, TimeSpan.FromSeconds(section.GetValue("EverySeconds", 3600)));
    }
}

/// <summary>No valid token came back.</summary>
internal sealed class TimestampRefusedException(string reason, Exception? inner = null) : Exception(reason, inner);

/// <summary>Gets timestamps over bytes (RFC 3161, over HTTP as its section 3.4 says).</summary>
internal sealed class TimestampAuthority(TimestampSettings settings) : IDisposable
{
    private const int NonceBytes = 8;
    private readonly HttpClient _http = OutsideUrl.Client();

    /// <summary>A timestamp over the SHA-256 of the bytes.</summary>
    /// <returns>The answer as the authority gave it (TimeStampResp), with the time in the token; token and answer were verified against the request.</returns>
    /// <exception cref="TimestampRefusedException">The authority refused, or what came back does not verify.</exception>
    public async Task<(byte[] Reply, DateTimeOffset At)> Stamp(byte[] bytes, CancellationToken cancellationToken)
    {
        var request = Rfc3161TimestampRequest.CreateFromData(bytes, HashAlgorithmName.SHA256, nonce: RandomNumberGenerator.GetBytes(NonceBytes), requestSignerCertificates: true);
        using var body = new ByteArrayContent(request.Encode()) { Headers = { ContentType = new("application/timestamp-query") } };
        try
        {
            using var answer = await _http.PostAsync(settings.Url, body, cancellationToken);
            if (!answer.IsSuccessStatusCode) throw new TimestampRefusedException($"The timestamping authority answered {(int)answer.StatusCode}.");
            var reply = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
            return (reply, Verified(request, reply, bytes));
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new TimestampRefusedException("The timestamping authority cannot be reached.", e);
        }
    }

    public void Dispose() => _http.Dispose();

    private static DateTimeOffset Verified(Rfc3161TimestampRequest request, byte[] reply, byte[] bytes)
    {
        try
        {
            var token = request.ProcessResponse(reply, out var read);
            return read == reply.Length && token.VerifySignatureForData(bytes, out _) ? token.TokenInfo.Timestamp : throw new TimestampRefusedException("The token of the timestamping authority does not verify.");
        }
        catch (CryptographicException e)
        {
            throw new TimestampRefusedException("What the timestamping authority answered is no token for what was asked.", e);
        }
    }
}
