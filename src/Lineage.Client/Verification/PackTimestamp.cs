using System.Globalization;
using Lineage.Merkle;

namespace Lineage.Client.Verification;

/// <summary>The timestamp of a pack's checkpoint.</summary>
internal static class PackTimestamp
{
    /// <summary>That the token is over the checkpoint and well signed; whose word it is, the reader has to judge by the certificate's name.</summary>
    public static PackCheck Check(byte[] checkpoint, byte[] token)
    {
        try
        {
            var finding = TimestampToken.Verify(checkpoint, token);
            return new("timestamp", PackResult.Proved, string.Create(CultureInfo.InvariantCulture, $"The checkpoint existed at {finding.StampedAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}, says {finding.Authority}. Compare its certificate if the time matters to you."));
        }
        catch (Exception e) when (e is FormatException or VerificationException)
        {
            return new("timestamp", PackResult.Failed, e.Message);
        }
    }
}
