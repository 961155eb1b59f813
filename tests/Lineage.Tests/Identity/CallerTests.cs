using Lineage.Server.Infrastructure.Identity;

namespace Lineage.Tests.Identity;

public class CallerTests
{
    [Fact]
    public void A_caller_survives_the_way_through_a_principal()
    {
        var caller = new Caller("ann", "acme", new HashSet<string> { "emitter", "reader" }, ["sales/", "hr"]);

        var back = Caller.Of(caller.ToPrincipal("Bearer"))!;

        Assert.Equal(("ann", "acme"), (back.Subject, back.Tenant));
        Assert.Equal(caller.Roles, back.Roles);
        Assert.Equal(caller.Namespaces, back.Namespaces);
    }

    [Fact]
    public void A_limit_to_no_namespace_at_all_stays_a_limit()
    {
        var caller = new Caller("ann", "acme", new HashSet<string> { "emitter" }, []);

        Assert.False(Caller.Of(caller.ToPrincipal("Bearer"))!.MayWriteTo("sales"));
    }

    [Theory]
    [InlineData("sales/orders", true)]
    [InlineData("sales/", true)]
    [InlineData("sales", false)]
    [InlineData("Sales/orders", false)]
    [InlineData("x/sales/", false)]
    public void A_namespace_prefix_is_compared_literally(string jobNamespace, bool may) =>
        Assert.Equal(may, new Caller("ann", "acme", new HashSet<string>(), ["sales/"]).MayWriteTo(jobNamespace));

    [Fact]
    public void Without_a_limit_every_namespace_may_be_written() =>
        Assert.True(new Caller("ann", "acme", new HashSet<string>()).MayWriteTo("anything"));

    [Fact]
    public void An_anonymous_visitor_is_no_caller() => Assert.Null(Caller.Of(new()));

    [Theory]
    [InlineData("default", true)]
    [InlineData("0.a_b-c", true)]
    [InlineData("", false)]
    [InlineData("Acme", false)]
    [InlineData(".hidden", false)]
    [InlineData("a/b", false)]
    [InlineData("acme\n", false)]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123", false)]
    public void Tenant_names_are_plain(string name, bool valid) => Assert.Equal(valid, Caller.IsTenantName(name));
}
