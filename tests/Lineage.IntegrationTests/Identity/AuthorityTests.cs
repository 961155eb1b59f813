using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace Lineage.IntegrationTests.Identity;

/// <summary>Tokens of a foreign OIDC issuer that signs with RSA and nests its roles, as Keycloak does.</summary>
public sealed class AuthorityTests : IAsyncLifetime
{
    private readonly RSA key = RSA.Create(2048);
    private WebApplication idp = null!;
    private PlumbingHost host = null!;

    private string Authority => idp.Urls.Single();

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection([new("urls", "http://127.0.0.1:0")]);
        builder.Logging.ClearProviders();
        idp = builder.Build();
        var rsa = key.ExportParameters(includePrivateParameters: false);
        idp.MapGet("/.well-known/openid-configuration", () => Results.Json(new { issuer = Authority, jwks_uri = $"{Authority}/keys" }));
        idp.MapGet("/keys", () => Results.Json(new
        {
            keys = new[] { new { kty = "RSA", kid = "k1", use = "sig", n = Base64UrlEncoder.Encode(rsa.Modulus), e = Base64UrlEncoder.Encode(rsa.Exponent) } },
        }));
        await idp.StartAsync();
        host = await PlumbingHost.Start(new()
        {
            ["Authentication:Authority"] = Authority,
            ["Authentication:RoleClaim"] = "realm_access.roles",
            ["Authentication:TenantClaim"] = "organization",
        });
    }

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
        await idp.DisposeAsync();
        key.Dispose();
    }

    [Fact]
    public async Task Its_nested_roles_and_its_tenant_claim_count()
    {
        using var client = host.With(Jws.Sign(key, "k1", Authority, """{"sub":"f:1","organization":"acme","realm_access":{"roles":["auditor","uma"]},"roles":["admin"]}"""));

        Assert.Equal("""{"subject":"f:1","tenant":"acme","roles":["auditor"],"namespaces":null,"writesToHr":true}""", await client.GetStringAsync("/who"));
    }

    [Fact]
    public async Task Another_issuer_another_key_and_a_shared_secret_are_refused()
    {
        const string claims = """{"sub":"f:1","realm_access":{"roles":["auditor"]}}""";
        using var other = RSA.Create(2048);
        var head = Base64UrlEncoder.Encode("""{"alg":"HS256","typ":"JWT","kid":"k1"}""");
        var payload = Jws.Sign(key, "k1", Authority, claims).Split('.')[1];
        var mac = HMACSHA256.HashData(Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem()), Encoding.ASCII.GetBytes($"{head}.{payload}"));

        foreach (var token in new[] { Jws.Sign(key, "k1", "https://elsewhere", claims), Jws.Sign(other, "k1", Authority, claims), $"{head}.{payload}.{Base64UrlEncoder.Encode(mac)}" })
        {
            using var client = host.With(token);
            await (await client.GetAsync("/who")).Problem(HttpStatusCode.Unauthorized, "urn:lineage:problem:unauthenticated");
        }
    }

    [Fact]
    public async Task The_development_issuer_is_not_there()
    {
        using var client = host.With(Jws.Sign(key, "k1", Authority, """{"sub":"f:1","realm_access":{"roles":["auditor"]}}"""));

        await (await client.GetAsync("/.well-known/jwks.json")).Problem(HttpStatusCode.NotFound, "urn:lineage:problem:not-found");
        Assert.False(File.Exists(host.State.PathOf("keys", "issuer.p8")));
    }
}
