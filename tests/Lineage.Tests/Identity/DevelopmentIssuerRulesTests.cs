using Lineage.Server.Infrastructure.Identity;

namespace Lineage.Tests.Identity;

public class DevelopmentIssuerRulesTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5080")]
    [InlineData("http://localhost:5080")]
    [InlineData("http://[::1]:5080")]
    [InlineData("http://unix:/run/lineage/http.sock")]
    public void It_serves_this_machine(string url) => DevelopmentIssuer.EnsureLoopback([url], allowed: false);

    [Theory]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://[::]:5080")]
    [InlineData("http://*:5080")]
    [InlineData("http://+:5080")]
    [InlineData("https://lineage.example")]
    [InlineData("http://localhost.example:5080")]
    public void It_refuses_an_address_of_the_network_unless_allowed(string url)
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => DevelopmentIssuer.EnsureLoopback(["http://localhost:1", url], allowed: false));

        Assert.Contains(url, refusal.Message, StringComparison.Ordinal);
        DevelopmentIssuer.EnsureLoopback([url], allowed: true);
    }

    [Fact]
    public void It_issues_nothing_that_no_server_would_take()
    {
        TokenRequest good = new("ann", ["reader"], TimeSpan.FromHours(8));
        good.EnsureValid();

        Assert.All(
            [
                good with { Subject = "" },
                good with { Roles = [] },
                good with { Roles = ["root"] },
                good with { Tenant = "A" },
                good with { Namespaces = [""] },
                good with { Lifetime = TimeSpan.Zero },
                good with { Lifetime = TimeSpan.FromDays(367) },
            ],
            bad => Assert.Throws<ArgumentException>(bad.EnsureValid));
    }
}
