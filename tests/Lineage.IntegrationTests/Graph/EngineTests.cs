using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using FsCheck.Xunit;
using Lineage.Contracts;
using Lineage.Server;
using Lineage.Server.Features.Graph;
using Lineage.Server.Features.Graph.Engine;
using Lineage.Server.Features.Graph.Reading;
using Lineage.Server.Features.Graph.Walking;
using Lineage.Server.Infrastructure;
using Lineage.Server.Infrastructure.Http;
using Lineage.Server.Infrastructure.Identity;
using Lineage.Server.Infrastructure.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using static Lineage.IntegrationTests.Graph.GraphAsserts;

namespace Lineage.IntegrationTests.Graph;

/// <summary>Answers from memory are those of the database, byte for byte.</summary>
public sealed class EngineTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const int Asked = 60;

    [Property(Arbitrary = [typeof(Histories)], MaxTest = 25)]
    public async Task Memory_and_database_give_the_same_answer_to_any_question_about_any_history(History history, int seed)
    {
        var random = new Random(seed);
        var tenant = shared.NewTenant();
        using var scope = tenant.Server.Services.CreateScope();
        var (engine, reference) = (Engine(scope.ServiceProvider, new(true, 64, 1)), Engine(scope.ServiceProvider, new(false, 64)));
        var events = history.Events.Concat(history.Events.Where(_ => random.Next(4) == 0)).Select(e => Twisted(e, random)).OrderBy(_ => random.Next()).ToList();
        foreach (var part in events.Chunk(Math.Max(2, events.Count / 2)))
        {
            await tenant.Emit(part);
            await tenant.CatchUp();
            var mark = (await scope.ServiceProvider.GetRequiredService<ProjectionProgress>().Now(CancellationToken.None)).Projected;
            for (var n = 0; n < Asked; n++)
            {
                var question = Asking.Any(random, new(tenant.Name, new(2026, 1, 1, 0, random.Next(2) == 0 ? 59 : random.Next(16), 0, TimeSpan.Zero), random.Next(2) == 0 ? mark : mark - random.Next(8)));
                var (expected, actual) = (await Answer(scope.ServiceProvider, reference, question), await Answer(scope.ServiceProvider, engine, question));
                Assert.True(expected == actual, $"{question}\n\nexpected\n{expected}\n\nactual\n{actual}");
                if (expected.StartsWith('{') && question.Node.Kind != "version") Assert.NotNull(await Direct(scope.ServiceProvider, engine, question));
                if (n % 3 > 0) continue;
                var other = Asking.Any(random, question.Window).Node;
                var (further, actually) = (await Further(scope.ServiceProvider, reference, question, other), await Further(scope.ServiceProvider, engine, question, other));
                Assert.True(further == actually, $"{question}, {other}\n\nexpected\n{further}\n\nactual\n{actually}");
            }

            // The next part is answered by one that begins with what this one leaves behind.
            await engine.Save(0, CancellationToken.None);
            engine = Engine(scope.ServiceProvider, new(true, 64, 1));
        }
    }

    [Fact]
    public async Task Answers_over_http_are_the_same_bytes_with_and_without_the_engine()
    {
        var database = await Postgres.ClusterFixture.CreateDatabaseAsync();
        string[] paths =
        [
            "/lineage?nodeId=dataset:d:a", "/lineage?nodeId=dataset:d:c&direction=upstream&view=all", "/lineage?nodeId=job:n:j", "/lineage?nodeId=field:d:c:h", "/lineage?nodeId=version:d:b:1",
            $"/lineage?nodeId=run:{Ol.Id(2)}", "/lineage?nodeId=dataset:d:a&limit=2", "/lineage/paths?from=dataset:d:a&to=dataset:d:c", "/lineage/paths?from=job:n:j&to=job:n:k",
            "/lineage/impact?nodeId=dataset:d:a", "/lineage/impact?nodeId=field:d:a:email", "/lineage/impact?nodeId=job:n:j",
        ];
        string[] events =
        [
            Ol.Run(Ol.Id(1), "COMPLETE", "2026-01-01T01:00:00Z", "j", Ol.Datas("a"), [Ol.Data("b", """{"version":{"datasetVersion":"1"},"ownership":{"owners":[{"name":"o","type":"t"}]},"symlinks":{"identifiers":[{"namespace":"d","name":"link"}]}}""")]),
            Ol.Run(Ol.Id(2), "COMPLETE", "2026-01-01T02:00:00Z", "k", Ol.Datas("link"), [Ol.Data("c", Ol.Columns("h=b.hash", "*=b.id"))]),
            Ol.Run(Ol.Id(3), "COMPLETE", "2026-01-01T03:00:00Z", "j", Ol.Datas("a"), [Ol.Data("b", Ol.Columns("hash=a.email#"))]),
        ];
        string name, window;
        List<byte[]> fromMemory = [], fromDatabase = [];
        await using (var server = await LineageServer.Start(builder => builder.Configuration["Lineage:Graph:Engine"] = "true", database))
        {
            var tenant = server.NewTenant();
            name = tenant.Name;
            await tenant.Emit(events);
            await tenant.CatchUp();
            window = $"&asOf=2026-02-01T00:00:00Z&knownAt={Uri.EscapeDataString((await tenant.Lineage(D("a"))).KnownAt)}";
            foreach (var path in paths) fromMemory.Add(await tenant.Reader.GetByteArrayAsync(new Uri($"/api/v1{path}{window}", UriKind.Relative)));
        }

        await using var plain = await LineageServer.Start(builder => builder.Configuration["Lineage:Graph:Engine"] = "false", database);
        var again = new TestTenant(plain, name);
        await again.CatchUp();
        foreach (var path in paths) fromDatabase.Add(await again.Reader.GetByteArrayAsync(new Uri($"/api/v1{path}{window}", UriKind.Relative)));
        Assert.Equal(fromDatabase, fromMemory);
        Assert.All(fromMemory, bytes => Assert.NotEmpty(bytes));
    }

    [Fact]
    public async Task A_graph_beyond_the_memory_allowed_is_asked_of_the_database()
    {
        var tenant = shared.NewTenant();
        await tenant.Emit([.. Enumerable.Range(0, 6_000).Select(n => Ol.Job("2026-01-01T00:00:00Z", $"j{n}", Ol.Datas($"x{n}"), Ol.Datas($"x{n + 1}")))]);
        await tenant.CatchUp();
        using var scope = tenant.Server.Services.CreateScope();
        var (small, large) = (Engine(scope.ServiceProvider, new(true, 1)), Engine(scope.ServiceProvider, new(true, 64)));
        var mark = (await scope.ServiceProvider.GetRequiredService<ProjectionProgress>().Now(CancellationToken.None)).Projected;
        var question = new Asking(D("x0"), "downstream", 3, "dataset", "all", 500, new(tenant.Name, DateTimeOffset.UnixEpoch.AddYears(70), mark));
        Assert.Null(await Direct(scope.ServiceProvider, small, question));
        Assert.NotNull(await Direct(scope.ServiceProvider, large, question));
        Assert.Equal(await Answer(scope.ServiceProvider, large, question), await Answer(scope.ServiceProvider, small, question));
    }

    [Fact]
    public async Task A_caller_that_gives_up_leaves_no_half_of_a_graph_behind()
    {
        var tenant = shared.NewTenant();
        await tenant.Emit([.. Enumerable.Range(0, 2_000).Select(n => Ol.Job("2026-01-01T00:00:00Z", $"j{n}", Ol.Datas($"x{n}"), Ol.Datas($"x{n + 1}")))]);
        await tenant.CatchUp();
        using var scope = tenant.Server.Services.CreateScope();
        var engine = Engine(scope.ServiceProvider, new(true, 64));
        var window = new Window(tenant.Name, DateTimeOffset.UnixEpoch.AddYears(70), (await scope.ServiceProvider.GetRequiredService<ProjectionProgress>().Now(CancellationToken.None)).Projected);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => engine.Graph(window, new CancellationToken(canceled: true)));
        Assert.Equal(2_001, (await Direct(scope.ServiceProvider, engine, new(D("x0"), "downstream", 20_000, "dataset", "current", 20_000, window)))!.Nodes.Count);
    }

    internal static GraphEngine Engine(IServiceProvider services, GraphSettings settings)
    {
        var database = services.GetRequiredService<TenantDatabase>();
        return new(database, services.GetRequiredService<ProjectionProgress>(), settings, new(services.GetRequiredService<StateDirectory>(), database, settings, NullLogger<SnapshotFolder>.Instance));
    }

    internal static async Task<string> Answer(IServiceProvider services, GraphEngine engine, Asking q)
    {
        var walker = new LineageWalker(services.GetRequiredService<GraphReader>(), services.GetRequiredService<RunReader>(), services.GetRequiredService<TenantDatabase>(), engine);
        try
        {
            var answer = await walker.Find(q.Window, q.Node, q.Direction, q.Depth, q.Granularity, q.View, q.Limit, CancellationToken.None);
            using var written = new MemoryStream();
            var writer = PipeWriter.Create(written);
            await answer.Write(writer, CancellationToken.None);
            await writer.FlushAsync();
            var text = Encoding.UTF8.GetString(written.ToArray());
            Assert.Equal(JsonSerializer.Serialize(answer.Read(), WireJson.Options), text);
            return text;
        }
        catch (MalformedInputException e)
        {
            return e.Message;
        }
    }

    /// <summary>The impact of the node, and the paths from it to another of its kind.</summary>
    private static async Task<string> Further(IServiceProvider services, GraphEngine engine, Asking q, NodeId other)
    {
        var walker = new LineageWalker(services.GetRequiredService<GraphReader>(), services.GetRequiredService<RunReader>(), services.GetRequiredService<TenantDatabase>(), engine);
        var (caller, windows, asOf) = (new Caller("somebody", q.Window.Tenant, new HashSet<string>()), services.GetRequiredService<WindowResolver>(), q.Window.AsOf.ToString("O"));
        try
        {
            object answer = q.Node.Kind == other.Kind && q.Node.Kind != "version"
                ? await new GetPathsHandler(caller, windows, walker).Handle(new(q.Node.ToString(), other.ToString(), q.View, asOf, q.Window.KnownAt, 7), CancellationToken.None)
                : await new GetImpactHandler(caller, windows, walker, services.GetRequiredService<FacetReader>()).Handle(new(q.Node.ToString(), null, q.View, asOf, q.Window.KnownAt, q.Limit), CancellationToken.None);
            return JsonSerializer.Serialize(answer, WireJson.Options);
        }
        catch (MalformedInputException e)
        {
            return e.Message;
        }
    }

    internal static async Task<LineageAnswer?> Direct(IServiceProvider services, GraphEngine engine, Asking q) => (await engine.Answer(
        q.Window, q.Node, LineageWalker.Root(q.Window.Tenant, q.Node), q.Direction, q.Depth, q.Granularity ?? q.Node.Kind, q.View, q.Limit, [], services.GetRequiredService<GraphReader>(), CancellationToken.None))?.Read();

    /// <summary>Now and then a run's event that names another job than the run's other events.</summary>
    private static string Twisted(string e, Random random) => random.Next(8) == 0 ? e.Replace("\"name\":\"j0\"", "\"name\":\"j2\"", StringComparison.Ordinal) : e;
}

/// <summary>A question about lineage.</summary>
[SuppressMessage("Security", "CA5394", Justification = "Test data.")]
internal sealed record Asking(NodeId Node, string Direction, int Depth, string? Granularity, string View, int Limit, Window Window)
{
    private static readonly string[] s_names = ["a", "b", "c", "e", "f", "link"];

    public static Asking Any(Random random, Window window) => new(
        random.Next(8) switch
        {
            0 or 1 or 2 => D(One(random, s_names)),
            3 => J(One(random, "j0", "j1", "j2", "p", "u")),
            4 => new RunNode(random.Next(1, 5) is var run and < 4 ? Ol.Id(run) : "not a uuid"),
            5 or 6 => F(One(random, s_names), One(random, "x", "y")),
            _ => new VersionNode(Ol.DataNamespace, One(random, s_names), One(random, "1", "2")),
        },
        One(random, "upstream", "downstream", "both"), random.Next(3) == 0 ? random.Next(4) : 20_000, One(random, null, "dataset", "job", "run", "field"), One(random, "current", "all"),
        random.Next(4) == 0 ? random.Next(1, 6) : 500, window);

    private static T One<T>(Random random, params T[] values) => values[random.Next(values.Length)];
}
