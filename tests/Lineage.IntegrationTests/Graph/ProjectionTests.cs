using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using FsCheck.Xunit;
using Lineage.Contracts;
using Lineage.IntegrationTests.Record;
using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Features.Graph.Reading;
using Lineage.Server.Infrastructure.Postgres;
using Lineage.Server.Infrastructure.Record;
using Lineage.Server.Infrastructure.Store;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Lineage.IntegrationTests.Graph;

/// <summary>Read models depend on what was said, not on when it came or how often, and a walk finds what they hold.</summary>
public sealed class ProjectionTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Property(Arbitrary = [typeof(Histories)], MaxTest = 40)]
    public async Task Any_order_of_arrival_gives_the_same_graph(History history, int seed)
    {
        var random = new Random(seed);
        var shuffled = history.Events.Concat(history.Events.Where(_ => random.Next(2) == 0)).OrderBy(_ => random.Next()).ToList();
        Assert.Equal(await Export(history.Events), await Export(shuffled));
    }

    [Property(Arbitrary = [typeof(Histories)], MaxTest = 40)]
    public async Task A_walk_finds_exactly_the_edges_on_the_way(History history, int pick)
    {
        var tenant = shared.NewTenant();
        var events = history.Events.Where(e => !e.Contains("symlinks", StringComparison.Ordinal)).ToList();
        if (events.Count == 0) return;
        await tenant.Emit(events);
        await tenant.CatchUp();
        var edges = Edges(events);
        var nodes = events.SelectMany(e => Said(e).Uses).Select(u => u.Dataset.Name).Distinct().Order(StringComparer.Ordinal).ToList();
        if (nodes.Count == 0) return;
        var root = nodes[(int)((uint)pick % nodes.Count)];
        foreach (var upstream in new[] { true, false })
        {
            var reached = new HashSet<string> { root };
            for (var more = true; more;)
                more = edges.Where(e => reached.Contains(upstream ? e.To : e.From)).Select(e => upstream ? e.From : e.To).ToList().Aggregate(false, (any, node) => reached.Add(node) || any);
            var expected = edges.Where(e => reached.Contains(upstream ? e.To : e.From)).GroupBy(e => (e.From, e.To)).Select(g => $"{g.Key.From}>{g.Key.To} {g.Min(e => e.Basis)}").Order(StringComparer.Ordinal);
            var answer = await tenant.Lineage(GraphAsserts.D(root), $"&view=all&direction={(upstream ? "upstream" : "downstream")}");
            Assert.Equal(string.Join('\n', expected), string.Join('\n', answer.Edges.Select(Text).Order(StringComparer.Ordinal)));
            Assert.Equal(reached.Order(StringComparer.Ordinal), answer.Nodes.Select(n => n.Name).Order(StringComparer.Ordinal));
        }

        static string Text(LineageEdge e) =>
            $"{((DatasetNode)NodeId.Parse(e.From)).Name}>{((DatasetNode)NodeId.Parse(e.To)).Name} {e.Basis switch { "lineage" => Basis.Lineage, "columnLineage" => Basis.ColumnLineage, _ => Basis.Inputs }}";
    }

    [Property(Arbitrary = [typeof(Histories)])]
    public void Whatever_an_event_says_of_datasets_it_lists_them_so_that_they_are_found_by_it(History history)
    {
        foreach (var said in history.Events.Select(Said))
        {
            var listed = said.Uses.Select(u => u.Dataset).ToHashSet();
            var spokenOf = said.Sources.SelectMany(s => new[] { s.Source, s.Target }).OfType<DatasetName>().Concat(said.Fields.SelectMany(f => new[] { f.Source, f.Target }));
            Assert.All(spokenOf, dataset => Assert.Contains(dataset, listed));
        }
    }

    [Fact]
    public async Task Rebuilt_read_models_are_the_incremental_ones()
    {
        await using var server = await LineageServer.Start();
        var tenants = new[] { server.NewTenant(), server.NewTenant() };
        foreach (var tenant in tenants)
        {
            foreach (var n in Enumerable.Range(1, 30))
                await tenant.Emit(Ol.Run(
                    Ol.Id(n % 7), n % 3 == 0 ? "COMPLETE" : "RUNNING", $"2026-01-01T00:{n:00}:00Z", $"j{n % 4}", [Ol.Data("a", Ol.Symlink("link"))],
                    [Ol.Data($"b{n % 5}", Ol.Columns("x=a.y"))], """{"jobDependencies":{"upstream":[{"job":{"namespace":"n","name":"u"}}]}}""", n % 6 == 0 ? Ol.Lineage("c=a") : null));
            await tenant.CatchUp();
        }

        await Tables.RebuiltIsIncremental(server.Running, server.Database.As(DatabaseRoles.Superuser));
        await tenants[0].Emit(Ol.Job("2026-01-01T00:00:00Z", "after", Ol.Datas("a"), Ol.Datas("z")));
        await tenants[0].CatchUp();
        Assert.Equal("a>z", (await tenants[0].Lineage(GraphAsserts.D("z"))).Edges());
    }

    [Fact]
    public async Task The_first_and_the_last_instant_of_the_calendar_and_empty_lists_are_written_as_they_are()
    {
        var tenant = shared.NewTenant();
        await tenant.Emit(Ol.Job("0001-01-01T00:00:00Z", "first", Ol.Datas("a"), Ol.Datas("b")), Ol.Job("9999-12-31T23:59:59.999999Z", "last", Ol.Datas("b"), Ol.Datas("c")));
        await tenant.CatchUp();
        Assert.Equal(
            [(new DateTimeOffset(1, 1, 1, 0, 0, 0, TimeSpan.Zero), ""), (new DateTimeOffset(9999, 12, 31, 23, 59, 59, TimeSpan.Zero).AddMicroseconds(999_999), "eventTime-in-the-future")],
            await Rows.Read(
                shared.Server.Database.As(DatabaseRoles.Superuser), $"select valid_at, flags from lineage_read.observation where tenant_id = '{tenant.Name}' order by seq",
                r => (r.GetFieldValue<DateTimeOffset>(0), string.Join(' ', r.GetFieldValue<string[]>(1)))));
    }

    [Fact]
    public async Task An_index_of_an_earlier_version_is_dropped_and_one_that_is_missing_is_made()
    {
        await using var server = await LineageServer.Start();
        var superuser = server.Database.As(DatabaseRoles.Superuser);
        Task<List<string>> Indexes() => Rows.Read(superuser, "select indexname from pg_indexes where schemaname = 'lineage_read' order by 1", r => r.GetString(0));
        var asked = await Indexes();
        await server.Restart(() => Rows.Read(
            superuser, "create index facet_kind on lineage_read.facet (tenant_id, scope, md5(name)); drop index lineage_read.facet_seq, lineage_read.observation_group_id", _ => 0));
        Assert.Equal(asked, await Indexes());
    }

    [Fact]
    public async Task A_projection_that_fails_stops_is_shown_and_skips_nothing()
    {
        var database = await Postgres.ClusterFixture.CreateDatabaseAsync();
        string name;
        await using (var server = await LineageServer.Start(
            builder => builder.Services.AddSingleton<IReadModel>(new Failing()).AddSingleton(new ProjectionPatience(TimeSpan.FromSeconds(1))), database))
        {
            var tenant = server.NewTenant();
            name = tenant.Name;
            await tenant.Emit(Ol.Job("2026-01-01T00:00:00Z", "before", Ol.Datas("a"), Ol.Datas("b")));
            await tenant.CatchUp();
            using (var healthy = await tenant.Reader.GetAsync(new Uri("/health/ready", UriKind.Relative))) Assert.Equal(HttpStatusCode.OK, healthy.StatusCode);
            await tenant.Emit(Ol.Job("2026-01-01T00:00:00Z", Failing.Job, Ol.Datas("b"), Ol.Datas("c")));
            await tenant.Emit(Ol.Job("2026-01-01T00:00:00Z", "after", Ol.Datas("c"), Ol.Datas("e")));
            for (var waited = Stopwatch.StartNew(); ; await Task.Delay(50))
            {
                using var ready = await tenant.Reader.GetAsync(new Uri("/health/ready", UriKind.Relative));
                if (ready.StatusCode == HttpStatusCode.ServiceUnavailable) break;
                Assert.True(waited.Elapsed < TimeSpan.FromSeconds(30), "the failed projection was not shown");
            }

            Assert.Equal("stopped", (await tenant.Get<JsonObject>("/api/v1/status"))["projections"]![0]!["state"]!.GetValue<string>());
            Assert.Equal("a>b", (await tenant.Lineage(GraphAsserts.D("b"))).Edges());
            Assert.False((await tenant.Emit(Ol.Job("2026-01-01T00:00:00Z", "still taken"))).Duplicate);
        }

        await using var mended = await LineageServer.Start(database: database);
        var again = new TestTenant(mended, name);
        await again.CatchUp();
        Assert.Equal("a>b b>c c>e", (await again.Lineage(GraphAsserts.D("b"))).Edges());
        Assert.Equal(4, await Rows.Count(database, DatabaseRoles.Superuser, null, "select count(*) from lineage_read.observation"));
    }

    private async Task<string> Export(IReadOnlyList<string> events)
    {
        var tenant = shared.NewTenant();
        await tenant.Emit(events);
        await tenant.CatchUp();
        var export = await tenant.Export("?asOf=2030-01-01T00:00:00Z");
        export.Remove("knownAt");
        return export.ToJsonString();
    }

    private static Observation Said(string e) => ObservationReader.Read(System.Text.Encoding.UTF8.GetBytes(e))!;

    private static List<(string From, string To, Basis Basis)> Edges(IEnumerable<string> events)
    {
        var names = new Dictionary<Guid, string>();
        var groups = new Dictionary<string, GroupFacts>();
        Guid Id(DatasetName d)
        {
            var id = NaturalKey.Dataset("t", d.Namespace, d.Name);
            names[id] = d.Name;
            return id;
        }

        foreach (var said in events.Select(Said))
        {
            var key = said.RunId ?? $"event {groups.Count}";
            if (!groups.TryGetValue(key, out var group)) groups[key] = group = new(Guid.NewGuid());
            foreach (var use in said.Uses) group.Use(use.Role switch { DatasetRole.Input => "input", DatasetRole.Output => "output", _ => "" }, Id(use.Dataset));
            foreach (var s in said.Sources) group.State(s.Basis == Basis.Lineage ? "lineage" : "columnLineage", s.Source is { } from ? Id(from) : null, s.Target is { } to ? Id(to) : null);
        }

        return [.. groups.Values.SelectMany(g => g.Precise()).Select(e => (names[e.Source], names[e.Target], e.Basis))];
    }

    /// <summary>A read model that cannot take one job.</summary>
    private sealed class Failing : IReadModel
    {
        public const string Job = "poison";

        public string Table => "observation";

        public string Definition => "";

        public Task Write(IReadOnlyList<Observed> page, NpgsqlConnection connection, CancellationToken cancellationToken) =>
            page.Any(e => e.Said.Job?.Name == Job) ? throw new InvalidDataException("This job cannot be read.") : Task.CompletedTask;
    }
}
