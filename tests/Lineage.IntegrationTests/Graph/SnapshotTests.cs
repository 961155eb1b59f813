using Lineage.Server.Features.Graph.Engine;
using Lineage.Server.Features.Graph.Reading;
using Lineage.Server.Infrastructure;
using Lineage.Server.Infrastructure.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using static Lineage.IntegrationTests.Graph.GraphAsserts;

namespace Lineage.IntegrationTests.Graph;

/// <summary>Snapshots make a start fast and change no answer.</summary>
public sealed class SnapshotTests
{
    private static readonly string[] s_history =
    [
        Ol.Run(Ol.Id(1), "COMPLETE", "2026-01-01T01:00:00Z", "j", Ol.Datas("a"), [Ol.Data("b", Ol.Columns("hash=a.email#"))]),
        Ol.Run("not a uuid", "START", "2026-01-01T02:00:00Z", "k", Ol.Datas("b", "e"), Ol.Datas("c")),
        Ol.Job("2026-01-01T03:00:00Z", "l", Ol.Datas("c"), [Ol.Data("f", Ol.Symlink("link"))]),
    ];

    [Fact]
    public async Task A_server_that_stops_leaves_a_snapshot_with_which_the_next_one_gives_the_same_answers()
    {
        await using var server = await LineageServer.Start(builder => builder.Configuration["Lineage:Graph:SnapshotEdges"] = "1");
        var tenant = server.NewTenant();
        await tenant.Emit(s_history);
        await tenant.CatchUp();
        var before = await tenant.Lineage(D("b"), "&asOf=2026-02-01T00:00:00Z");
        await server.Restart();
        var file = Assert.Single(Files(server));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(file)!));
        var again = new TestTenant(server, tenant.Name);
        Assert.NotNull(await Kept(again));
        Assert.Equal(before.Edges(), (await again.Lineage(D("b"), "&asOf=2026-02-01T00:00:00Z")).Edges());
        await again.Emit(Ol.Job("2026-01-01T04:00:00Z", "m", Ol.Datas("f"), Ol.Datas("g")));
        await again.CatchUp();
        Assert.Contains("f>g", (await again.Lineage(D("b"))).Edges(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("one byte is another")]
    [InlineData("the end is missing")]
    [InlineData("it is empty")]
    [InlineData("it is longer")]
    [InlineData("it is of another format")]
    public async Task A_broken_snapshot_is_ignored(string damage)
    {
        await using var server = await LineageServer.Start();
        var tenant = server.NewTenant();
        await tenant.Emit(s_history);
        await tenant.CatchUp();
        var expected = (await tenant.Lineage(D("b"))).Edges();
        await Keep(tenant);
        var file = Assert.Single(Files(server));
        var bytes = await File.ReadAllBytesAsync(file);
        foreach (var at in damage == "one byte is another" ? Enumerable.Range(0, 40).Select(n => n * (bytes.Length - 1) / 39) : [0])
        {
            var broken = (byte[])bytes.Clone();
            if (damage == "one byte is another") broken[at] ^= 0x40;
            await File.WriteAllBytesAsync(file, damage switch
            {
                "the end is missing" => bytes[..^7],
                "it is empty" => [],
                "it is longer" => [.. bytes, 0],
                "it is of another format" => [.. "PK"u8, .. bytes],
                _ => broken,
            });
            Assert.Null(await Kept(tenant));
            Assert.Equal(expected, await Asked(tenant));
        }
    }

    [Fact]
    public async Task A_snapshot_from_before_the_read_models_were_built_anew_is_ignored()
    {
        await using var server = await LineageServer.Start();
        var tenant = server.NewTenant();
        await tenant.Emit(s_history);
        await tenant.CatchUp();
        await Keep(tenant);
        Assert.NotNull(await Kept(tenant));
        await Tables.Rebuild(server.Running);
        await tenant.CatchUp();
        Assert.Null(await Kept(tenant));
        Assert.Equal((await tenant.Lineage(D("b"))).Edges(), await Asked(tenant));
    }

    [Fact]
    public async Task A_snapshot_of_a_later_place_or_of_another_record_is_ignored()
    {
        await using var server = await LineageServer.Start();
        var tenant = server.NewTenant();
        await tenant.Emit(s_history);
        await tenant.CatchUp();
        await Keep(tenant);
        var progress = server.Services.GetRequiredService<ProjectionProgress>();
        var last = (await progress.Now(CancellationToken.None)).Projected;
        Assert.Null(await Folder(server.Services).Load(tenant.Name, progress.Generation, 1, long.MaxValue, CancellationToken.None));
        Assert.Null(await Folder(server.Services).Load(tenant.Name, progress.Generation, last, 10, CancellationToken.None));
        var other = new FactStore();
        other.Observe(last, 1, Sort.Job, Phase.Absent, true, null, Guid.NewGuid(), null, null);
        other.Observe(last + 1, 1, Sort.Job, Phase.Absent, true, null, Guid.NewGuid(), null, null);
        await Folder(server.Services).Save(tenant.Name, progress.Generation, other, CancellationToken.None);
        Assert.Null(await Folder(server.Services).Load(tenant.Name, progress.Generation, last + 1, long.MaxValue, CancellationToken.None));
    }

    private static SnapshotFolder Folder(IServiceProvider services) =>
        new(services.GetRequiredService<StateDirectory>(), services.GetRequiredService<TenantDatabase>(), new(true, 64), NullLogger<SnapshotFolder>.Instance);

    private static string[] Files(LineageServer server) => Directory.GetFiles(Path.Combine(server.StateDirectory, "graphs"));

    private static async Task Keep(TestTenant tenant)
    {
        var engine = EngineTests.Engine(tenant.Server.Services, new(true, 64, 1));
        await engine.Graph(await Now(tenant), CancellationToken.None);
        await engine.Save(0, CancellationToken.None);
    }

    private static async Task<FactStore?> Kept(TestTenant tenant)
    {
        var window = await Now(tenant);
        return await Folder(tenant.Server.Services).Load(tenant.Name, tenant.Server.Services.GetRequiredService<ProjectionProgress>().Generation, window.Sequence, long.MaxValue, CancellationToken.None);
    }

    /// <summary>The answer of an engine that has just started.</summary>
    private static async Task<string> Asked(TestTenant tenant)
    {
        using var scope = tenant.Server.Services.CreateScope();
        var engine = EngineTests.Engine(scope.ServiceProvider, new(true, 64));
        return (await EngineTests.Direct(scope.ServiceProvider, engine, new(D("b"), "both", 20_000, "dataset", "current", 500, await Now(tenant))))!.Edges();
    }

    private static async Task<Window> Now(TestTenant tenant) =>
        new(tenant.Name, DateTimeOffset.UnixEpoch.AddYears(70), (await tenant.Server.Services.GetRequiredService<ProjectionProgress>().Now(CancellationToken.None)).Projected);
}
