using System.Runtime.CompilerServices;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Lineage.Server.Infrastructure.Identity;

internal static class IdentitySetup
{
    // Asymmetric only: with HS256 a published key would be a shared secret (RFC 8725, 2.1).
    private static readonly string[] Asymmetric = ["ES256", "ES384", "ES512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512"];

    // Read once for as long as a token is remembered.
    private static readonly ConditionalWeakTable<JsonWebToken, ClaimsPrincipal> Principals = [];

    /// <summary>Bearer tokens of the configured OIDC issuer, or of our own, and the policies. A cookie scheme can be added to what it returns.</summary>
    public static AuthenticationBuilder AddIdentity(this IServiceCollection services, IConfiguration configuration, StateDirectory state)
    {
        var settings = IdentitySettings.From(configuration);
        services.AddSingleton(state).AddSingleton(settings);
        services.AddHttpContextAccessor().AddScoped<CallerAccessor>().AddScoped(s => s.GetRequiredService<CallerAccessor>().Current);
        services.AddAuthorization(Policies.Configure);

        var bearer = services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<TimeProvider>((options, clock) => Common(options, settings, clock));
        if (settings.Authority is { } authority)
        {
            bearer.Configure<TimeProvider>((options, clock) => TrustAuthority(options, authority, settings, clock));
        }
        else
        {
            services.AddSingleton<DevelopmentIssuer>();
            bearer.Configure<DevelopmentIssuer>((options, issuer) => options.TokenValidationParameters = issuer.Accepted(settings.Audience));
        }

        return services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
    }

    private static void Common(JwtBearerOptions options, IdentitySettings settings, TimeProvider clock)
    {
        options.TokenHandlers.Clear();
        options.TokenHandlers.Add(new RememberedTokens(clock) { MapInboundClaims = false });
        options.SaveToken = false;
        options.Events = new()
        {
            OnTokenValidated = context =>
            {
                if (context.SecurityToken is JsonWebToken token && Principal(token, settings) is { } principal)
                    context.Principal = principal;
                else
                    context.Fail("The token's subject, tenant or namespaces cannot be used.");
                return Task.CompletedTask;
            },
        };
    }

    private static ClaimsPrincipal? Principal(JsonWebToken token, IdentitySettings settings)
    {
        if (Principals.TryGetValue(token, out var known)) return known;
        var principal = settings.Claims.Read(DevelopmentIssuer.Payload(token))?.ToPrincipal(JwtBearerDefaults.AuthenticationScheme);
        if (principal is not null) Principals.AddOrUpdate(token, principal);
        return principal;
    }

    private static void TrustAuthority(JwtBearerOptions options, Uri authority, IdentitySettings settings, TimeProvider clock)
    {
        options.Authority = authority.ToString();
        options.RequireHttpsMetadata = settings.RequireHttps && !authority.IsLoopback;
        options.TokenValidationParameters = new()
        {
            ValidAudience = settings.Audience,
            ValidAlgorithms = Asymmetric,
            LifetimeValidator = TokenLifetime.Validator(clock, TimeSpan.FromSeconds(30)),
        };
    }
}
