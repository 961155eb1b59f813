using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Lineage.Server.Infrastructure.Identity;

/// <summary>
/// Issues ES256 tokens with a key of its own where no OIDC issuer is configured. Whoever can read the state directory can be anyone,
/// so it serves one machine and refuses the network unless told otherwise.
/// </summary>
internal sealed class DevelopmentIssuer : IDisposable
{
    /// <summary>The <c>iss</c> of its tokens: a name, not an address, since tokens are also made while no server runs.</summary>
    public const string Name = "urn:lineage:development-issuer";

    /// <summary>Lifetime of what the token endpoint gives for a longer-lived token.</summary>
    public static readonly TimeSpan Short = TimeSpan.FromHours(1);

    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false, MapInboundClaims = false };
    private readonly ECDsa pair = ECDsa.Create();
    private readonly ECDsaSecurityKey key;
    private readonly TimeProvider clock;

    public DevelopmentIssuer(StateDirectory state, TimeProvider clock)
    {
        this.clock = clock;
        pair.ImportPkcs8PrivateKey(state.Secret("issuer.p8", NewKey), out _);
        // The platform's cache of signers outlives this issuer, and with it the key it would sign with.
        key = new(pair) { CryptoProviderFactory = new() { CacheSignatureProviders = false } };
        PublicKey = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new(ECDsa.Create(pair.ExportParameters(includePrivateParameters: false))));
        PublicKey.Alg = SecurityAlgorithms.EcdsaSha256;
        PublicKey.Use = JsonWebKeyUseNames.Sig;
        PublicKey.KeyId = key.KeyId = Base64UrlEncoder.Encode(PublicKey.ComputeJwkThumbprint());
    }

    /// <summary>The key that verifies its tokens, as a JSON Web Key (RFC 7517) whose id is its thumbprint (RFC 7638).</summary>
    public JsonWebKey PublicKey { get; }

    /// <summary>A signed token (JWS compact form).</summary>
    /// <exception cref="ArgumentException">The request asks for what no token can say; the message names it.</exception>
    public string Issue(TokenRequest request)
    {
        request.EnsureValid();
        var now = clock.GetUtcNow();
        var claims = new Dictionary<string, object>
        {
            ["sub"] = request.Subject,
            ["roles"] = request.Roles.ToArray(),
            ["tenant"] = request.Tenant,
            ["jti"] = Guid.CreateVersion7(now).ToString("N"),
        };
        if (request.Namespaces is not null) claims["namespaces"] = request.Namespaces.ToArray();

        return Handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Name,
            Audience = request.Audience,
            IssuedAt = now.UtcDateTime,
            Expires = (now + request.Lifetime).UtcDateTime,
            Claims = claims,
            SigningCredentials = new(key, SecurityAlgorithms.EcdsaSha256),
        });
    }

    /// <summary>A short-lived token that says the same as a valid one of ours and never outlives it.</summary>
    /// <returns>The token and its lifetime, or null when the given one is not valid here.</returns>
    public async Task<(string Token, TimeSpan Lifetime)?> Exchange(string token, string audience)
    {
        var result = await Handler.ValidateTokenAsync(token, Accepted(audience));
        if (!result.IsValid || result.SecurityToken is not JsonWebToken jwt) return null;
        if (TokenClaims.Own.Read(Payload(jwt)) is not { Roles.Count: > 0 } caller) return null;

        var left = new DateTimeOffset(jwt.ValidTo, TimeSpan.Zero) - clock.GetUtcNow();
        if (left < TimeSpan.FromSeconds(1)) return null;
        var lifetime = left < Short ? left : Short;
        return (Issue(new(caller.Subject, caller.Roles, lifetime, caller.Tenant, caller.Namespaces) { Audience = audience }), lifetime);
    }

    /// <summary>How its tokens are verified.</summary>
    public TokenValidationParameters Accepted(string audience) => new()
    {
        ValidIssuer = Name,
        ValidAudience = audience,
        ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
        IssuerSigningKey = PublicKey,
        LifetimeValidator = TokenLifetime.Validator(clock, TimeSpan.Zero),
    };

    /// <summary>Refuses addresses that other machines can reach.</summary>
    /// <param name="urls">The addresses the server is about to listen on.</param>
    /// <param name="allowed"><c>Authentication:AllowDevelopmentIssuerOnNetwork</c>.</param>
    /// <exception cref="InvalidOperationException">One of them is not a loopback address.</exception>
    public static void EnsureLoopback(IEnumerable<string> urls, bool allowed)
    {
        if (!allowed && urls.FirstOrDefault(url => !IsLoopback(BindingAddress.Parse(url))) is { } open)
            throw new InvalidOperationException(
                $"{open} can be reached from the network, and no OIDC issuer is configured. Set Authentication:Authority, listen on a loopback address, "
                + "or accept the risk with Authentication:AllowDevelopmentIssuerOnNetwork=true.");
    }

    public static JsonElement Payload(JsonWebToken token)
    {
        using var payload = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedPayload));
        return payload.RootElement.Clone();
    }

    public void Dispose() => pair.Dispose();

    private static bool IsLoopback(BindingAddress address) =>
        address.IsUnixPipe || address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip));

    private static byte[] NewKey()
    {
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return made.ExportPkcs8PrivateKey();
    }
}
