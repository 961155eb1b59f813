using Lineage.Server.Infrastructure.Identity;
using Microsoft.AspNetCore.Authorization;

namespace Lineage.Tests.Identity;

public class PoliciesTests
{
    [Fact]
    public void An_officer_may_what_a_reader_may() => Assert.Empty(Of(Roles.Reader).Except(Of(Roles.Officer)));

    [Fact]
    public void A_dpo_may_what_an_officer_may() => Assert.Empty(Of(Roles.Officer).Except(Of(Roles.Dpo)));

    [Fact]
    public void Only_a_dpo_looks_up_data_subjects() => Assert.Equal([Roles.Dpo], Policies.RolesOf[Policies.Subjects]);

    [Fact]
    public void An_admin_sees_neither_events_nor_reports() => Assert.Equal([Policies.Admin], Of(Roles.Admin));

    [Fact]
    public void An_auditor_decides_nothing() =>
        Assert.Empty(Of(Roles.Auditor).Intersect([Policies.Emit, Policies.Govern, Policies.SignReports, Policies.Subjects, Policies.Admin]));

    [Fact]
    public void Without_a_policy_a_known_role_is_asked_for()
    {
        AuthorizationOptions options = new();

        Policies.Configure(options);

        Assert.NotNull(options.FallbackPolicy);
        Assert.Equal(2, options.FallbackPolicy.Requirements.Count);
        Assert.All(Policies.RolesOf.Keys, name => Assert.NotNull(options.GetPolicy(name)));
    }

    private static string[] Of(string role) => [.. Policies.RolesOf.Where(p => p.Value.Contains(role)).Select(p => p.Key)];
}
