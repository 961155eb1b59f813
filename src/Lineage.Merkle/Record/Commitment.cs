using System.Buffers;
using System.Security.Cryptography;

namespace Lineage.Merkle;

/// <summary>
/// Binds an event to its bytes without revealing them: SHA-256("lineage-commit/v1\n" || salt || bytes), with 32 random bytes of salt
/// that are stored beside the payload and go with it.
/// </summary>
/// <param name="Value">Base64 of the hash.</param>
/// <param name="Salt">Base64 of the salt.</param>
public sealed record Commitment(string Value, string Salt)
{
    private static ReadOnlySpan<byte> Domain => "lineage-commit/v1\n"u8;

    /// <summary>Commits to the bytes under a new salt.</summary>
    public static Commitment To(ReadOnlySpan<byte> bytes)
    {
        Span<byte> salt = stackalloc byte[32];
        RandomNumberGenerator.Fill(salt);
        return new(Convert.ToBase64String(Hash(salt, bytes)), Convert.ToBase64String(salt));
    }

    /// <summary>True when the bytes are the ones committed to; false too when value or salt is no base64.</summary>
    public bool Opens(ReadOnlySpan<byte> bytes)
    {
        Span<byte> salt = stackalloc byte[64], value = stackalloc byte[64];
        return Convert.TryFromBase64String(Salt, salt, out var saltLength) && Convert.TryFromBase64String(Value, value, out var valueLength)
            && CryptographicOperations.FixedTimeEquals(Hash(salt[..saltLength], bytes), value[..valueLength]);
    }

    private static byte[] Hash(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> bytes)
    {
        var length = Domain.Length + salt.Length + bytes.Length;
        var whole = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            Domain.CopyTo(whole);
            salt.CopyTo(whole.AsSpan(Domain.Length));
            bytes.CopyTo(whole.AsSpan(Domain.Length + salt.Length));
            return SHA256.HashData(whole.AsSpan(0, length));
        }
        finally
        {
            // The salt is a secret once the payload is erased.
            ArrayPool<byte>.Shared.Return(whole, clearArray: true);
        }
    }
}
