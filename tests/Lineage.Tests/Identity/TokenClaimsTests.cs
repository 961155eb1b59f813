using System.Text.Json;
using Lineage.Server.Infrastructure.Identity;

namespace Lineage.Tests.Identity;

public class TokenClaimsTests
{
    [Fact]
    public void Roles_are_found_inside_an_object_by_a_dotted_path() =>
        Assert.Equal(["dpo"], Read("""{"sub":"ann","realm_access":{"roles":["dpo","offline_access"]}}""", role: "realm_access.roles")!.Roles);

    [Fact]
    public void A_claim_whose_own_name_holds_dots_is_found_first() =>
        Assert.Equal(["dpo"], Read("""{"sub":"ann","https://idp.example/roles":"dpo"}""", role: "https://idp.example/roles")!.Roles);

    [Theory]
    [InlineData("""{"sub":"ann"}""")]
    [InlineData("""{"sub":"ann","roles":7}""")]
    [InlineData("""{"sub":"ann","roles":["DPO","root",""]}""")]
    [InlineData("""{"sub":"ann","roles":["dpo",7]}""")]
    public void Unknown_or_unreadable_roles_are_none(string payload) => Assert.Empty(Read(payload)!.Roles);

    [Fact]
    public void An_absent_tenant_is_the_default_one() => Assert.Equal("default", Read("""{"sub":"ann"}""")!.Tenant);

    [Theory]
    [InlineData("""{"sub":"ann","org":{"tenant":"acme"}}""", "acme")]
    [InlineData("""{"sub":"ann","org":{"tenant":["acme"]}}""", "acme")]
    public void The_tenant_claim_can_be_chosen(string payload, string tenant) => Assert.Equal(tenant, Read(payload, tenant: "org.tenant")!.Tenant);

    [Theory]
    [InlineData("""{"roles":["reader"]}""")]
    [InlineData("""{"sub":"","roles":["reader"]}""")]
    [InlineData("""{"sub":"ann","tenant":"ACME"}""")]
    [InlineData("""{"sub":"ann","tenant":"../x"}""")]
    [InlineData("""{"sub":"ann","tenant":null}""")]
    [InlineData("""{"sub":"ann","tenant":["a","b"]}""")]
    [InlineData("""{"sub":"ann","namespaces":{"a":1}}""")]
    [InlineData("""{"sub":"ann","namespaces":["a",1]}""")]
    [InlineData("""{"sub":"ann","namespaces":null}""")]
    [InlineData("""{"sub":"ann","namespaces":["a",""]}""")]
    public void An_unusable_claim_makes_no_caller(string payload) => Assert.Null(Read(payload));

    [Fact]
    public void An_empty_list_of_namespaces_allows_none() => Assert.False(Read("""{"sub":"ann","namespaces":[]}""")!.MayWriteTo("a"));

    private static Caller? Read(string payload, string role = "roles", string tenant = "tenant") =>
        new TokenClaims(role, tenant).Read(JsonDocument.Parse(payload).RootElement);
}
