using Lineage.IntegrationTests.Record;
using Lineage.Server;
using Lineage.Server.Infrastructure.Store;
using Marten.Events.Daemon.Coordination;
using Microsoft.Extensions.DependencyInjection;

namespace Lineage.IntegrationTests.Graph;

/// <summary>The read models' tables as sets of rows.</summary>
internal static class Tables
{
    public static async Task<Dictionary<string, List<string>>> All(string superuser)
    {
        var tables = new Dictionary<string, List<string>>();
        foreach (var table in await Rows.Read(superuser, "select relname from pg_class where relnamespace = 'lineage_read'::regnamespace and relkind = 'r'", r => r.GetString(0)))
            tables[table] = [.. (await Rows.Read(superuser, $"select t::text from lineage_read.{table} t", r => r.GetString(0))).Order(StringComparer.Ordinal)];
        return tables;
    }

    /// <summary>Empties the read models and projects everything anew.</summary>
    public static async Task Rebuild(RunningServer server)
    {
        var (projections, rebuilding) = (server.Services.GetRequiredService<IProjectionCoordinator<IDaemonStore>>(), server.Services.GetRequiredService<Rebuilding>());
        await projections.PauseAsync();
        await rebuilding.Begin(CancellationToken.None);
        await projections.ResumeAsync();
        await rebuilding.Finish(CancellationToken.None);
    }

    public static async Task RebuiltIsIncremental(RunningServer server, string superuser)
    {
        var before = await All(superuser);
        await Rebuild(server);
        var after = await All(superuser);
        Assert.Equal(before.Keys.Order(), after.Keys.Order());
        foreach (var (table, rows) in before)
        {
            Assert.NotEmpty(rows);
            Assert.True(rows.SequenceEqual(after[table]), $"{table}: {rows.Count} rows before, {after[table].Count} after the rebuild");
        }
    }
}
