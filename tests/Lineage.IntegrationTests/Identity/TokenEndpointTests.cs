using System.Net;
using Lineage.Server.Infrastructure;
using Lineage.Server.Infrastructure.Identity;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Lineage.IntegrationTests.Identity;

public class TokenEndpointTests(PlumbingFixture fixture) : IClassFixture<PlumbingFixture>
{
    private const string Grant = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private readonly PlumbingHost host = fixture.Host;

    [Theory]
    [InlineData("assertion")]
    [InlineData("apikey")]
    public async Task A_token_is_exchanged_for_a_short_one_that_says_the_same(string field)
    {
        var given = host.Issuer.Issue(new("etl", ["emitter"], TimeSpan.FromDays(90), "acme", ["sales/"]));

        var answer = await Post(("grant_type", Grant), (field, given));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var json = await answer.Json();
        Assert.Equal(("Bearer", 3600), (json.GetProperty("token_type").GetString(), json.GetProperty("expires_in").GetInt32()));
        using var client = host.With(json.GetProperty("access_token").GetString()!);
        Assert.Equal(
            """{"subject":"etl","tenant":"acme","roles":["emitter"],"namespaces":["sales/"],"writesToHr":false}""", await client.GetStringAsync("/who"));
    }

    [Fact]
    public async Task The_short_token_never_outlives_the_given_one()
    {
        var given = host.Issuer.Issue(new("etl", ["emitter"], TimeSpan.FromMinutes(3)));

        var json = await (await Post(("grant_type", Grant), ("apikey", given))).Json();

        Assert.InRange(json.GetProperty("expires_in").GetInt32(), 1, 180);
        Assert.True(new JsonWebToken(json.GetProperty("access_token").GetString()).ValidTo <= new JsonWebToken(given).ValidTo);
    }

    [Fact]
    public async Task Anything_else_is_refused_in_the_words_of_oauth_and_as_a_problem()
    {
        using TemporaryDirectory elsewhere = new();
        using DevelopmentIssuer other = new(new StateDirectory(elsewhere.Path), TimeProvider.System);

        await Refused("invalid_grant", ("grant_type", Grant), ("apikey", other.Issue(new("etl", ["admin"], TimeSpan.FromHours(1)))));
        await Refused("invalid_grant", ("grant_type", Grant), ("apikey", "secret"));
        await Refused("invalid_request", ("grant_type", Grant));
        await Refused("unsupported_grant_type", ("grant_type", "password"), ("apikey", "secret"));
        await (await host.Client.PostAsync("/token", new StringContent("{}"))).Problem(HttpStatusCode.UnsupportedMediaType, "urn:lineage:problem:unsupported-media-type");
    }

    [Fact]
    public async Task Discovery_leads_to_the_key_and_never_shows_the_private_part()
    {
        var discovery = await (await host.Client.GetAsync("/.well-known/openid-configuration")).Json();
        var keys = await (await host.Client.GetAsync(discovery.GetProperty("jwks_uri").GetString())).Json();

        var key = Assert.Single(keys.GetProperty("keys").EnumerateArray());
        Assert.Equal(["alg", "crv", "kid", "kty", "use", "x", "y"], key.EnumerateObject().Select(p => p.Name).Order());
        Assert.Equal(new JsonWebToken(host.Issuer.Issue(new("ann", ["reader"], TimeSpan.FromHours(1)))).Kid, key.GetProperty("kid").GetString());
    }

    private async Task Refused(string error, params (string Name, string Value)[] form)
    {
        var problem = await (await Post(form)).Problem(HttpStatusCode.BadRequest, $"urn:lineage:problem:{error.Replace('_', '-')}");
        Assert.Equal(error, problem.GetProperty("error").GetString());
        Assert.DoesNotContain("secret", problem.GetRawText(), StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> Post(params (string Name, string Value)[] form) =>
        host.Client.PostAsync("/token", new FormUrlEncodedContent(form.Select(f => KeyValuePair.Create(f.Name, f.Value))));
}
