using System.Globalization;
using System.Net;

namespace Lineage.IntegrationTests.Identity;

public class HeaderTests(PlumbingFixture fixture) : IClassFixture<PlumbingFixture>
{
    private readonly HttpClient client = fixture.Host.As("reader");

    [Fact]
    public async Task A_plain_request_id_comes_back() => Assert.Equal("Job-7_a.b", await RequestIdFor("Job-7_a.b"));

    [Theory]
    [InlineData("has space")]
    [InlineData("<script>")]
    [InlineData("größe")]
    [InlineData("")]
    public async Task An_odd_request_id_is_replaced(string given) => Assert.Matches("^[0-9a-f]{32}$", await RequestIdFor(given));

    [Fact]
    public async Task A_request_id_of_128_characters_is_kept_and_a_longer_one_is_not()
    {
        Assert.Equal(new string('a', 128), await RequestIdFor(new('a', 128)));
        Assert.Matches("^[0-9a-f]{32}$", await RequestIdFor(new('a', 129)));
    }

    [Fact]
    public async Task Every_answer_has_its_own_request_id()
    {
        var ids = new[] { await RequestIdFor(null), await RequestIdFor(null), await RequestIdFor(null, "/health/live"), await RequestIdFor(null, "/nowhere") };

        Assert.Equal(4, ids.Distinct().Count());
    }

    [Fact]
    public async Task Browsers_are_told_to_be_careful()
    {
        var data = await client.GetAsync("/who");
        var page = await client.GetAsync("/page");
        var failure = await client.GetAsync("/throw/InvalidOperationException");

        Assert.All([data, page, failure], answer =>
        {
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
            Assert.Contains("frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Empty(answer.Headers.Server);
            Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
        });
        Assert.Contains("default-src 'none'", data.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains("default-src 'self'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.True(data.Headers.CacheControl!.NoStore);
    }

    [Theory]
    [InlineData(null, "http")]
    [InlineData("10.0.0.0/8", "http")]
    [InlineData("127.0.0.1", "https")]
    [InlineData("127.0.0.0/8", "https")]
    public async Task Forwarded_headers_count_from_known_proxies_only(string? proxy, string scheme)
    {
        await using var host = await PlumbingHost.Start(proxy is null ? null : new() { ["Lineage:KnownProxies:0"] = proxy });
        using HttpRequestMessage request = new(HttpMethod.Get, "/.well-known/openid-configuration") { Headers = { { "X-Forwarded-Proto", "https" }, { "X-Forwarded-For", "192.0.2.1" } } };

        var discovery = await (await host.Client.SendAsync(request)).Json();

        Assert.StartsWith(string.Create(CultureInfo.InvariantCulture, $"{scheme}://127.0.0.1:"), discovery.GetProperty("jwks_uri").GetString(), StringComparison.Ordinal);
    }

    private async Task<string> RequestIdFor(string? given, string path = "/who")
    {
        using HttpClient raw = new(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => System.Text.Encoding.UTF8 }) { BaseAddress = client.BaseAddress };
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        request.Headers.Authorization = client.DefaultRequestHeaders.Authorization;
        if (given is not null) request.Headers.TryAddWithoutValidation("X-Request-Id", given);
        using var answer = await raw.SendAsync(request);
        Assert.NotEqual(HttpStatusCode.InternalServerError, answer.StatusCode);
        return answer.Headers.GetValues("X-Request-Id").Single();
    }
}
