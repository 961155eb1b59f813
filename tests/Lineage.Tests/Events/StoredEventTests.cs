using System.Text;
using Lineage.Server.Features.Organisation;
using Lineage.Server.Features.Reports;
using Lineage.Server.Features.Tenants;
using Lineage.Server.Features.Transparency;
using Lineage.Server.Infrastructure.Record;

namespace Lineage.Tests.Events;

/// <summary>What was written once must stay readable for ever: each decision that is stored has a file beside this one that never changes.</summary>
public class StoredEventTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Id = new("11111111-1111-7111-8111-111111111111");
    private static readonly OrganisationDescribed Organisation = new(new("Example GmbH", "Musterstrasse 1, Berlin", "privacy@example.com"), null, new("D. Example", "Musterstrasse 1, Berlin", "dpo@example.com"), "Confidential");

    private static readonly IDecidedEvent[] Examples =
    [
        Organisation,
        new LogKeyRotated(2, "a/b+00000001+AQ==", "a/b+00000002+AQ==", "yearly", Noon),
        new ReportRequested(Id, "dataset-provenance", "dataset:a:b", "all", Noon, 42, "officer", Noon),
        new ReportIssued(Id, "00ff", "openlineage/1", "0.1.0", Organisation, Noon),
        new ReportRefused(Id, "incomplete", ["controller"], Noon),
        new ReportSigned(Id, "reviewed", "dpo", "00ff", Noon),
        new ReportPacked(Id, "00ff", "example.com/audit/t", 42, "cores", Noon),
        new TenantClosed("moved", Noon),
        new TenantReopened("back again", Noon),
    ];

    public static TheoryData<string> Names => new(Examples.Select(e => e.GetType().Name));

    [Fact]
    public void Every_decision_has_an_example() =>
        Assert.Equal(
            typeof(IDecidedEvent).Assembly.GetTypes().Where(t => t.IsClass && t.IsAssignableTo(typeof(IDecidedEvent))).Select(t => t.Name).Order(StringComparer.Ordinal),
            Examples.Select(e => e.GetType().Name).Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Names))]
    public void A_decision_is_stored_as_it_always_was(string name)
    {
        var example = Examples.Single(e => e.GetType().Name == name);
        var file = Path.Combine(AppContext.BaseDirectory, "Events", $"{name}.json");
        var json = Encoding.UTF8.GetString(EventBytes.Of(example));
        Assert.True(File.Exists(file), $"{name}.json is missing; it should hold:\n{json}");
        Assert.Equal(File.ReadAllText(file).TrimEnd(), json);
        Assert.Equivalent(example, EventBytes.For(example.GetType()).Deserialize(example.GetType(), Encoding.UTF8.GetBytes(json)));
    }
}
