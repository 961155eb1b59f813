using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Lineage.Merkle;

namespace Lineage.Client.Verification;

/// <summary>What a timestamp says.</summary>
/// <param name="StampedAt">The checkpoint existed by then.</param>
/// <param name="Authority">Subject of the certificate that signed it.</param>
/// <param name="Trusted">The certificate is the trusted one, or was issued under it; false when none was given to compare with.</param>
public sealed record TimestampFinding(DateTimeOffset StampedAt, string Authority, bool Trusted);

/// <summary>Verifies the timestamp of a checkpoint (RFC 3161) without a network.</summary>
public static class TimestampToken
{
    /// <summary>Verifies that the token is over this checkpoint and signed by a certificate for timestamping.</summary>
    /// <param name="checkpoint">The signed checkpoint. What is stamped is the note with the log's own signatures, so cosignatures of witnesses may stand in it or not.</param>
    /// <param name="token">The authority's answer (TimeStampResp, <c>.tsr</c>), or the token in it.</param>
    /// <param name="trusted">The authority's certificate, or that of its issuer; null to accept any, which <see cref="TimestampFinding.Trusted"/> then says.</param>
    /// <exception cref="FormatException">The checkpoint or the token cannot be read.</exception>
    /// <exception cref="VerificationException">The token is for something else, is not signed as it should be, or not under the trusted certificate.</exception>
    public static TimestampFinding Verify(ReadOnlySpan<byte> checkpoint, ReadOnlyMemory<byte> token, X509Certificate2? trusted = null)
    {
        var read = Read(token);
        if (!read.VerifySignatureForData(Stamped(checkpoint), out var signer)) throw new VerificationException("The timestamp is not over this checkpoint, or its signature does not hold.");
        using (signer)
        {
            if (trusted is not null && !IsUnder(signer, trusted, read)) throw new VerificationException($"The timestamp was signed by {signer.Subject}, which the trusted certificate does not stand for.");
            return new(read.TokenInfo.Timestamp, signer.Subject, trusted is not null);
        }
    }

    /// <summary>The bytes that are stamped: the note with the signatures of the log itself, without those of witnesses.</summary>
    /// <exception cref="FormatException">This is no signed checkpoint.</exception>
    public static byte[] Stamped(ReadOnlySpan<byte> checkpoint)
    {
        var note = SignedNote.Parse(checkpoint);
        var origin = Checkpoint.Parse(note.Text).Origin;
        return Encoding.UTF8.GetBytes($"{note.Text}\n{string.Concat(note.Signatures.Where(s => s.Name == origin).Select(s => $"{s}\n"))}");
    }

    private static Rfc3161TimestampToken Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            if (Rfc3161TimestampToken.TryDecode(bytes, out var token, out var read) && read == bytes.Length) return token;
            var reply = new AsnReader(bytes, AsnEncodingRules.BER).ReadSequence();
            reply.ReadSequence();
            if (Rfc3161TimestampToken.TryDecode(reply.ReadEncodedValue(), out token, out _)) return token;
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            throw new FormatException("This is no timestamp (RFC 3161).", e);
        }

        throw new FormatException("This is no timestamp (RFC 3161).");
    }

    // The certificate must have been valid when it signed, not today.
    private static bool IsUnder(X509Certificate2 signer, X509Certificate2 trusted, Rfc3161TimestampToken token)
    {
        if (signer.RawDataMemory.Span.SequenceEqual(trusted.RawDataMemory.Span)) return true;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(trusted);
        chain.ChainPolicy.ExtraStore.AddRange(token.AsSignedCms().Certificates);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = token.TokenInfo.Timestamp.UtcDateTime;
        return chain.Build(signer);
    }
}
