using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Lineage.Server.Infrastructure.Identity;

/// <summary>
/// Validates tokens, and remembers for a minute those that hold: an emitter sends the same one with every event, and checking its signature
/// costs more than keeping the event. A key that its issuer withdraws is trusted for that minute longer.
/// </summary>
internal sealed class RememberedTokens(TimeProvider clock) : JsonWebTokenHandler
{
    private const int Most = 10_000;
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, (TokenValidationResult Result, DateTimeOffset Until)> _known = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override async Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
    {
        // By hash, so that no secret is kept and none is compared.
        var key = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token ?? "")));
        var now = clock.GetUtcNow();
        if (_known.TryGetValue(key, out var known) && now < known.Until) return known.Result;
        var result = await base.ValidateTokenAsync(token, validationParameters);
        if (!result.IsValid) return result;
        var end = new DateTimeOffset(result.SecurityToken.ValidTo, TimeSpan.Zero);
        if (_known.Count >= Most) _known.Clear();
        _known[key] = (result, end < now + Remembered ? end : now + Remembered);
        return result;
    }
}
