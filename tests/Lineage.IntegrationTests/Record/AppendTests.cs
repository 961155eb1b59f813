using System.Globalization;
using System.Text.Json;
using JasperFx.Events;
using Lineage.Server.Features.OpenLineage;
using Lineage.Server.Infrastructure.Postgres;
using Lineage.Server.Infrastructure.Record;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Lineage.IntegrationTests.Record;

/// <summary>A group commit leaves the store's tables as the store's own append does.</summary>
public sealed class AppendTests : IAsyncLifetime
{
    // Of its own: rows that did not come through the gate are an alarm of the whole server.
    private LineageServer _server = null!;

    public async Task InitializeAsync() => _server = await LineageServer.Start();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Events_are_numbered_in_the_order_in_which_they_were_sent()
    {
        var tenant = _server.NewTenant();
        var receipts = await Send(tenant, Enumerable.Range(0, 700).Select(n => Job($"j{n % 90}", n)));
        Assert.Equal(receipts.Select(r => r.Sequence).Order(), receipts.Select(r => r.Sequence));
        Assert.Equal(700, await Rows.Events(tenant));
    }

    [Fact]
    public async Task The_versions_of_each_stream_are_dense_whoever_else_appends_to_it()
    {
        var tenant = _server.NewTenant();
        await Send(tenant, Enumerable.Range(0, 60).Select(n => Job($"j{n % 7}", n)));
        var stream = NaturalKey.Job(tenant.Name, Ol.JobNamespace, "j3");
        await using (var session = Store.LightweightSession(tenant.Name))
        {
            session.Events.Append(stream, Envelope(session, 60));
            await session.SaveChangesAsync();
        }

        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Send(tenant, Enumerable.Range(0, 40).Select(n => Job($"j{n % 7}", 1000 + writer * 40 + n)))));

        await using var reading = Store.QuerySession(tenant.Name);
        var events = await reading.Events.FetchStreamAsync(stream);
        Assert.Equal(Enumerable.Range(1, events.Count).Select(n => (long)n), events.Select(e => e.Version));
        Assert.Equal(events.Select(e => e.Sequence).Order(), events.Select(e => e.Sequence));
        Assert.Equal(events.Count, (await reading.Events.FetchStreamStateAsync(stream))!.Version);
        Assert.Equal(9 + 1 + 8 * 6, events.Count);
    }

    [Fact]
    public async Task The_store_finds_in_each_row_what_its_own_append_would_have_written()
    {
        var tenant = _server.NewTenant();
        var ours = (await Send(tenant, [Job("ours", 1)]))[0].EventId;
        Guid theirs;
        await using (var session = Store.LightweightSession(tenant.Name))
        {
            var envelope = Envelope(session, 2);
            theirs = envelope.Id;
            session.Events.Append(NaturalKey.Job(tenant.Name, Ol.JobNamespace, "theirs"), envelope);
            await session.SaveChangesAsync();
        }

        Assert.Equal(await Shape(theirs), await Shape(ours));

        async Task<string> Shape(Guid id) => (await Rows.Read(
            _server.Database.As(DatabaseRoles.Superuser),
            $"""
            select (to_jsonb(e) - 'id' - 'seq_id' - 'stream_id' - 'bdata' - 'headers' - 'timestamp')::text || (to_jsonb(s) - 'id' - 'timestamp' - 'created')::text
            from lineage.mt_events e join lineage.mt_streams s on s.tenant_id = e.tenant_id and s.id = e.stream_id where e.id = '{id}'
            """,
            r => r.GetString(0))).Single();
    }

    private IDocumentStore Store => _server.Running.Services.GetRequiredService<IDocumentStore>();

    private static async Task<IReadOnlyList<Contracts.Receipt>> Send(TestTenant tenant, IEnumerable<string> events)
    {
        using var answer = await tenant.Post($"[{string.Join(',', events)}]");
        return (await TestTenant.Read<TestBatch>(answer)).Receipts;
    }

    private static string Job(string name, int n) =>
        Ol.Job(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(n).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), name);

    private static IEvent Envelope(IDocumentSession session, int n)
    {
        var envelope = session.Events.BuildEvent(new JobObserved(JsonSerializer.SerializeToUtf8Bytes(new { n })));
        (envelope.Id, envelope.Timestamp) = (Guid.NewGuid(), DateTimeOffset.UnixEpoch);
        envelope.SetHeader("commit", "");
        return envelope;
    }
}
