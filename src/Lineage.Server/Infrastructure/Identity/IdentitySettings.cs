namespace Lineage.Server.Infrastructure.Identity;

/// <summary>The section <c>Authentication</c> of the configuration.</summary>
/// <param name="Authority">Address of the OIDC issuer; null for the development issuer.</param>
/// <param name="Audience">What the <c>aud</c> of a token must name.</param>
/// <param name="RequireHttps">Whether the issuer's metadata must come over TLS; not asked of a loopback address.</param>
internal sealed record IdentitySettings(Uri? Authority, string Audience, bool RequireHttps, TokenClaims Claims)
{
    public static IdentitySettings From(IConfiguration configuration) => new(
        configuration["Authentication:Authority"] is { Length: > 0 } authority ? new Uri(authority, UriKind.Absolute) : null,
        configuration["Authentication:Audience"] is { Length: > 0 } audience ? audience : "lineage",
        configuration.GetValue("Authentication:RequireHttpsMetadata", true),
        configuration["Authentication:Authority"] is { Length: > 0 } ? TokenClaims.From(configuration) : TokenClaims.Own);
}
