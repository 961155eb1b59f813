using Microsoft.IdentityModel.Tokens;

namespace Lineage.Server.Infrastructure.Identity;

internal static class TokenLifetime
{
    /// <summary>Judges the times of a token by the server's clock. A token without an end is refused.</summary>
    /// <param name="skew">How far the issuer's clock may differ.</param>
    public static LifetimeValidator Validator(TimeProvider clock, TimeSpan skew) => (notBefore, expires, _, _) =>
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return expires > now - skew && (notBefore is null || notBefore <= now + skew);
    };
}
