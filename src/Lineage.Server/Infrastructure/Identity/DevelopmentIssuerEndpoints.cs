using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.IdentityModel.Tokens;

namespace Lineage.Server.Infrastructure.Identity;

/// <summary>Discovery (OpenID Connect Discovery 1.0), key set (RFC 7517) and token endpoint (RFC 7523) of the development issuer.</summary>
internal static class DevelopmentIssuerEndpoints
{
    private const string JwtBearerGrant = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    public static void Map(IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("").AllowAnonymous().WithTags("Identity");
        group.MapGet("/.well-known/openid-configuration", Discover);
        group.MapGet("/.well-known/jwks.json", ListKeys);
        group.MapPost("/token", ExchangeToken).WithMetadata(new RequestSizeLimitAttribute(64 * 1024));
    }

    private static Ok<Dictionary<string, object>> Discover(HttpRequest request)
    {
        var here = $"{request.Scheme}://{request.Host}{request.PathBase}";
        List<string> grants = [JwtBearerGrant], clientSecrets = ["none"], responses = [], subjects = ["public"], algorithms = [SecurityAlgorithms.EcdsaSha256];
        return TypedResults.Ok(new Dictionary<string, object>
        {
            ["issuer"] = DevelopmentIssuer.Name,
            ["jwks_uri"] = $"{here}/.well-known/jwks.json",
            ["token_endpoint"] = $"{here}/token",
            ["grant_types_supported"] = grants,
            ["token_endpoint_auth_methods_supported"] = clientSecrets,
            ["response_types_supported"] = responses,
            ["subject_types_supported"] = subjects,
            ["id_token_signing_alg_values_supported"] = algorithms,
        });
    }

    private static Ok<KeySet> ListKeys(DevelopmentIssuer issuer)
    {
        var key = issuer.PublicKey;
        return TypedResults.Ok(new KeySet([new(key.Kty, key.Crv, key.X, key.Y, key.Use, key.Alg, key.Kid)]));
    }

    // The OpenLineage Python client sends its token as "apikey", RFC 7523 calls it "assertion".
    private static async Task<Results<Ok<Dictionary<string, object>>, StatusCodeHttpResult, ProblemHttpResult>> ExchangeToken(
        HttpRequest request, DevelopmentIssuer issuer, IdentitySettings settings, CancellationToken cancellationToken)
    {
        if (!request.HasFormContentType) return TypedResults.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        var form = await request.ReadFormAsync(cancellationToken);
        if (form["grant_type"] != JwtBearerGrant) return Refuse("unsupported_grant_type", $"The grant type is {JwtBearerGrant}.");
        var given = form["assertion"].FirstOrDefault() ?? form["apikey"].FirstOrDefault();
        if (string.IsNullOrEmpty(given)) return Refuse("invalid_request", "The form holds neither assertion nor apikey.");
        if (await issuer.Exchange(given, settings.Audience) is not { } issued) return Refuse("invalid_grant", "The token is not valid here.");

        return TypedResults.Ok(new Dictionary<string, object>
        {
            ["access_token"] = issued.Token,
            ["token_type"] = "Bearer",
            ["expires_in"] = (long)issued.Lifetime.TotalSeconds,
        });
    }

    // RFC 6749, 5.2 asks for the member "error"; the rest is our problem details.
    private static ProblemHttpResult Refuse(string error, string detail) => TypedResults.Problem(
        detail,
        statusCode: StatusCodes.Status400BadRequest,
        title: "No token is given.",
        type: $"urn:lineage:problem:{error.Replace('_', '-')}",
        extensions: new Dictionary<string, object?> { ["error"] = error, ["error_description"] = detail });

    private sealed record KeySet(PublicKey[] Keys);

    private sealed record PublicKey(string Kty, string Crv, string X, string Y, string Use, string Alg, string Kid);
}
