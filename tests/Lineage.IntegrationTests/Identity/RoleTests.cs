using System.Net;
using Lineage.Server.Infrastructure.Identity;

namespace Lineage.IntegrationTests.Identity;

public class RoleTests(PlumbingFixture fixture) : IClassFixture<PlumbingFixture>
{
    // Written out, not taken from the code: this is the table that callers were promised.
    [Theory]
    [InlineData("emitter", "Emit Proofs")]
    [InlineData("reader", "Read")]
    [InlineData("officer", "Read PersonalData StoredEvents Govern Reports SignReports Log Proofs")]
    [InlineData("dpo", "Read PersonalData StoredEvents Govern Reports SignReports Subjects Log Proofs")]
    [InlineData("auditor", "Read PersonalData StoredEvents Reports Log Proofs AccessLog")]
    [InlineData("admin", "Admin")]
    public async Task A_role_opens_its_doors_and_no_other(string role, string doors)
    {
        using var client = fixture.Host.As(role);
        foreach (var policy in Policies.RolesOf.Keys)
        {
            var answer = await client.GetAsync($"/policy/{policy}");
            if (doors.Split(' ').Contains(policy))
                Assert.True(answer.IsSuccessStatusCode, $"{role} must pass {policy}");
            else
                await answer.Problem(HttpStatusCode.Forbidden, "urn:lineage:problem:forbidden");
        }
    }

    [Fact]
    public async Task A_token_without_a_known_role_opens_nothing()
    {
        using var key = System.Security.Cryptography.ECDsa.Create();
        key.ImportPkcs8PrivateKey(File.ReadAllBytes(fixture.Host.State.PathOf("keys", "issuer.p8")), out _);
        using var client = fixture.Host.With(
            Jws.Sign(key, fixture.Host.Issuer.PublicKey.Kid, DevelopmentIssuer.Name, """{"sub":"ann","roles":["root","Reader"]}"""));

        await (await client.GetAsync("/who")).Problem(HttpStatusCode.Forbidden, "urn:lineage:problem:forbidden");
        await (await client.GetAsync("/policy/Read")).Problem(HttpStatusCode.Forbidden, "urn:lineage:problem:forbidden");
    }

    [Fact]
    public async Task Metrics_are_for_admins()
    {
        using var reader = fixture.Host.As("reader");
        using var admin = fixture.Host.As("admin");

        await (await reader.GetAsync("/metrics")).Problem(HttpStatusCode.Forbidden, "urn:lineage:problem:forbidden");
        await (await fixture.Host.Client.GetAsync("/metrics")).Problem(HttpStatusCode.Unauthorized, "urn:lineage:problem:unauthenticated");
        Assert.Contains("http_server_request_duration_seconds", await admin.GetStringAsync("/metrics"), StringComparison.Ordinal);
    }
}
