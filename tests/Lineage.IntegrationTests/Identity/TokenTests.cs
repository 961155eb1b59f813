using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lineage.Server.Infrastructure;
using Lineage.Server.Infrastructure.Identity;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.Tokens;

namespace Lineage.IntegrationTests.Identity;

public class TokenTests(PlumbingFixture fixture) : IClassFixture<PlumbingFixture>
{
    private static readonly TokenRequest Reader = new("ann", ["reader"], TimeSpan.FromHours(1));

    private PlumbingHost Host => fixture.Host;

    [Fact]
    public async Task A_token_says_who_the_caller_is()
    {
        using var client = Host.With(Host.Issuer.Issue(new("etl", ["emitter", "reader"], TimeSpan.FromMinutes(5), "acme", ["sales/"])));

        var who = JsonDocument.Parse(await client.GetStringAsync("/who")).RootElement;

        Assert.Equal("""{"subject":"etl","tenant":"acme","roles":["emitter","reader"],"namespaces":["sales/"],"writesToHr":false}""", who.GetRawText());
    }

    [Fact]
    public async Task Without_a_token_the_answer_is_401()
    {
        var answer = await Host.Client.GetAsync("/who");

        await answer.Problem(HttpStatusCode.Unauthorized, "urn:lineage:problem:unauthenticated");
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Fact]
    public async Task A_token_of_another_key_is_refused()
    {
        using TemporaryDirectory elsewhere = new();
        using DevelopmentIssuer other = new(new StateDirectory(elsewhere.Path), TimeProvider.System);

        await Refused(other.Issue(Reader));
    }

    [Fact]
    public async Task An_expired_token_is_refused()
    {
        FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow() - TimeSpan.FromHours(2));
        using DevelopmentIssuer issuer = new(Host.State, clock);
        var token = issuer.Issue(Reader);
        await Refused(token);

        clock.Advance(TimeSpan.FromHours(2));
        await Taken(issuer.Issue(Reader));
    }

    [Fact]
    public async Task A_token_that_was_accepted_is_not_checked_again_until_it_ends_or_a_minute_is_over()
    {
        FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow());
        using DevelopmentIssuer issuer = new(Host.State, clock);
        RememberedTokens tokens = new(clock);
        var (token, accepted) = (issuer.Issue(Reader with { Lifetime = TimeSpan.FromSeconds(90) }), issuer.Accepted(Reader.Audience));
        var first = await tokens.ValidateTokenAsync(token, accepted);
        Assert.True(first.IsValid);

        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Same(first, await tokens.ValidateTokenAsync(token, accepted));
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.NotSame(first, await tokens.ValidateTokenAsync(token, accepted));
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.False((await tokens.ValidateTokenAsync(token, accepted)).IsValid);
    }

    [Fact]
    public async Task A_token_that_was_accepted_does_not_vouch_for_one_that_only_resembles_it()
    {
        var token = Host.Issuer.Issue(Reader);
        await Taken(token);

        var parts = token.Split('.');
        await Refused($"{parts[0]}.{parts[1]}.{(parts[2][0] == 'A' ? 'B' : 'A')}{parts[2][1..]}");
        await Taken(token);
    }

    [Fact]
    public async Task A_token_for_another_audience_is_refused() => await Refused(Host.Issuer.Issue(Reader with { Audience = "elsewhere" }));

    [Fact]
    public async Task A_token_whose_payload_was_changed_is_refused()
    {
        var parts = Host.Issuer.Issue(Reader).Split('.');
        var payload = Base64UrlEncoder.Decode(parts[1]).Replace("reader", "admin", StringComparison.Ordinal);

        await Refused($"{parts[0]}.{Base64UrlEncoder.Encode(payload)}.{parts[2]}");
    }

    [Fact]
    public async Task An_unsigned_token_is_refused()
    {
        var parts = Host.Issuer.Issue(Reader).Split('.');
        var none = Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""");

        await Refused($"{none}.{parts[1]}.");
        await Refused($"{none}.{parts[1]}.{parts[2]}");
        await Refused($"{parts[0]}.{parts[1]}.");
    }

    [Fact]
    public async Task The_public_key_is_no_shared_secret()
    {
        var payload = Host.Issuer.Issue(Reader).Split('.')[1];
        var jwk = Host.Issuer.PublicKey;
        using var key = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new() { X = Base64UrlEncoder.DecodeBytes(jwk.X), Y = Base64UrlEncoder.DecodeBytes(jwk.Y) },
        });
        var head = Base64UrlEncoder.Encode($$"""{"alg":"HS256","typ":"JWT","kid":"{{jwk.Kid}}"}""");

        foreach (var secret in new[] { key.ExportSubjectPublicKeyInfo(), Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem()), Base64UrlEncoder.DecodeBytes(jwk.X) })
        {
            var mac = HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes($"{head}.{payload}"));
            await Refused($"{head}.{payload}.{Base64UrlEncoder.Encode(mac)}");
        }
    }

    [Theory]
    [InlineData("""{"sub":"ann","roles":["reader"],"tenant":"ACME"}""")]
    [InlineData("""{"sub":"ann","roles":["reader"],"tenant":"a/b"}""")]
    [InlineData("""{"roles":["reader"]}""")]
    public async Task A_well_signed_token_with_unusable_claims_is_refused(string claims) => await Refused(Signed(claims));

    [Fact]
    public async Task A_token_without_an_end_is_refused()
    {
        await Taken(Signed("""{"sub":"ann","roles":["reader"]}"""));
        await Refused(Signed("""{"sub":"ann","roles":["reader"]}""", expires: false));
    }

    [Fact]
    public async Task A_token_in_the_query_is_not_looked_at() =>
        await (await Host.Client.GetAsync($"/who?access_token={Host.Issuer.Issue(Reader)}")).Problem(HttpStatusCode.Unauthorized, "urn:lineage:problem:unauthenticated");

    private async Task Refused(string token)
    {
        using var client = Host.With(token);
        await (await client.GetAsync("/who")).Problem(HttpStatusCode.Unauthorized, "urn:lineage:problem:unauthenticated");
    }

    private async Task Taken(string token)
    {
        using var client = Host.With(token);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/who")).StatusCode);
    }

    /// <summary>Signs any claims with the server's own key, as somebody in its state directory could.</summary>
    private string Signed(string claims, bool expires = true)
    {
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(File.ReadAllBytes(Host.State.PathOf("keys", "issuer.p8")), out _);
        return Jws.Sign(key, Host.Issuer.PublicKey.Kid, DevelopmentIssuer.Name, claims, expires);
    }
}
