using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Lineage.Contracts;
using Lineage.IntegrationTests.Postgres;
using Lineage.Server.Infrastructure;
using Lineage.Server.Infrastructure.Postgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Lineage.IntegrationTests.Reports;

/// <summary>
/// A server whose every number can be foretold: a database of its own, so that sequences start at 1; given keys, so that event ids are
/// always the same; given actor ids; and a clock that shows the time of each event as it is emitted, then stands still.
/// </summary>
public sealed class SampleServer : IAsyncLifetime
{
    internal const string Tenant = "sample-retail";
    private const string Officer = "Miriam Okafor";
    private static readonly TimeSpan s_onTheWire = TimeSpan.FromMilliseconds(420);
    private static readonly string[] s_subjects = ["pipelines", "shop", "catalogue", Officer];
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.Parse("2026-02-18T00:00:00Z", null));
    private readonly Dictionary<string, byte[]> _forms = [];

    internal LineageServer Server { get; private set; } = null!;

    /// <summary>The mark behind the last event of the file.</summary>
    internal string Mark { get; private set; } = "";

    /// <summary>The id of the sample report on this server.</summary>
    internal string ReportId { get; private set; } = "";

    internal static NodeId Subject { get; } = new DatasetNode("s3://training.example.com", "churn/training_set");

    internal ReportClient Reports(string role = "officer", string tenant = Tenant) => new(Server.Client(tenant, Officer, [role]));

    internal byte[] Form(string extension) => _forms[extension];

    /// <summary>The question of the sample; other parts of it where given.</summary>
    internal object Question(NodeId? subject = null) => new
    {
        type = "dataset-provenance",
        parameters = new { nodeId = (subject ?? Subject).ToString() },
        asOf = "2026-03-01T00:00:00Z",
        knownAt = Mark,
    };

    public async Task InitializeAsync()
    {
        Server = await LineageServer.Start(Foretell);
        await NameActors();
        foreach (var line in await File.ReadAllLinesAsync(SampleFiles.PathOf("events.ndjson"))) await EmitInItsTime(line);
        _clock.SetUtcNow(DateTimeOffset.Parse("2026-03-02T09:00:00Z", null));
        await new TestTenant(Server, Tenant).CatchUp();
        await Reports().DescribeOrganisation();
        var report = await Reports().Make(Question());
        Assert.True((string?)report["state"] == "ready", report.ToJsonString());
        ReportId = (string)report["id"]!;
        foreach (var (extension, type) in new[] { ("json", "application/json"), ("html", "text/html"), ("pdf", "application/pdf"), ("csv", "text/csv") })
        {
            using var answer = await Reports().Content(ReportId, type);
            _forms[extension] = await answer.Content.ReadAsByteArrayAsync();
            if (SampleFiles.AreWritten) await File.WriteAllBytesAsync(SampleFiles.PathOf($"sample.{extension}"), _forms[extension]);
        }
    }

    public async Task DisposeAsync() => await Server.DisposeAsync();

    /// <summary>Signs the log with a new key from now on.</summary>
    internal async Task RotateKey()
    {
        _clock.SetUtcNow(DateTimeOffset.Parse("2026-03-03T08:00:00Z", null));
        using var client = Server.Client(Tenant, Officer, ["admin"]);
        using var answer = await client.PostAsJsonAsync("/api/v1/log/key/rotate", new { reason = "The key is changed once a year." });
        await TestTenant.Read<JsonObject>(answer);
        Mark = $"seq:{(await new TestTenant(Server, Tenant).Get<JsonObject>("/api/v1/status"))["sequence"]}";
        await new TestTenant(Server, Tenant).CatchUp();
        _clock.SetUtcNow(DateTimeOffset.Parse("2026-03-03T09:00:00Z", null));
    }

    /// <summary>Emits an event as the service that its producer names.</summary>
    internal async Task<Receipt> Emit(string line)
    {
        var service = new Uri((string)JsonNode.Parse(line)!["producer"]!).Host.Split('.')[0];
        using var client = Server.Client(Tenant, service, ["emitter"]);
        using var body = new StringContent(line, Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri("/api/v1/lineage", UriKind.Relative), body);
        return await TestTenant.Read<Receipt>(answer);
    }

    // Recorded a moment after it happened; at once, when it is told later than its successors.
    private async Task EmitInItsTime(string line)
    {
        var happened = DateTimeOffset.Parse((string)JsonNode.Parse(line)!["eventTime"]!, null);
        _clock.SetUtcNow((happened > _clock.GetUtcNow() ? happened : _clock.GetUtcNow()) + s_onTheWire);
        Mark = $"seq:{(await Emit(line)).Sequence}";
    }

    private void Foretell(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<TimeProvider>(_clock);
        builder.Configuration["Lineage:Log:Installation"] = "lineage.example.com/audit";
        var state = new StateDirectory(builder.Configuration["Lineage:DataDirectory"]!);
        state.Secret("event-identity", () => [.. Enumerable.Range(1, 32).Select(i => (byte)i)]);
        for (var key = 1; key <= 2; key++) state.Secret($"log-{Tenant}-{key}", () => [.. Enumerable.Range(key, 32).Select(i => (byte)i)]);
    }

    private async Task NameActors() => await Sql.ScalarAsync(
        Server.Database.As(DatabaseRoles.Owner),
        $"select set_config('app.tenant_id', '{Tenant}', false); insert into lineage.actor (tenant_id, actor_id, subject) values "
        + string.Join(", ", s_subjects.Select((subject, i) => $"('{Tenant}', '5a3c0000-0000-4000-8000-00000000000{i + 1}', '{subject}')")));
}
