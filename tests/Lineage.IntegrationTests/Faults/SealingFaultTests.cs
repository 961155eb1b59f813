using System.Diagnostics;
using System.Globalization;
using Lineage.IntegrationTests.Postgres;
using Lineage.IntegrationTests.Record;
using Lineage.Merkle;
using Lineage.Server;
using Lineage.Server.Features.Transparency.Reading;
using Lineage.Server.Infrastructure.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Lineage.IntegrationTests.Faults;

/// <summary>No event that is in the record stays without a leaf, whatever happens to transactions and processes.</summary>
public sealed class SealingFaultTests : IDisposable
{
    // Deferred, so that it strikes while a transaction commits: some fail and are tried again, some take long, and so numbers become visible out of order.
    private const string Sabotage =
        """
        create function lineage.sabotage() returns trigger language plpgsql as $$
        declare chance float := random();
        begin
          if chance < 0.05 then raise exception 'rolled back' using errcode = '40001'; end if;
          if chance < 0.08 then perform pg_sleep(random() * 0.4); end if;
          return null;
        end $$;
        grant execute on function lineage.sabotage() to public;
        create constraint trigger sabotage after insert on lineage.mt_events deferrable initially deferred for each row execute function lineage.sabotage();
        """;

    private readonly string _directory = ClusterFixture.NewDirectory();

    private string Superuser => new NpgsqlConnectionStringBuilder { Host = Path.Combine(_directory, "s"), Username = DatabaseRoles.Superuser, Database = "lineage" }.ConnectionString;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task With_rollbacks_and_slow_commits_and_the_server_and_PostgreSQL_killed_every_event_gets_one_leaf_and_the_log_verifies()
    {
        using (var child = await ChildServer.Start(_directory))
        {
            await Rows.Read(Superuser, Sabotage, _ => 0);
            await child.Load(count => { if (count >= 250) child.Kill(); });
        }

        using (var child = await ChildServer.Start(_directory))
        {
            var postmaster = int.Parse(File.ReadLines(Path.Combine(_directory, "pg", "postmaster.pid")).First(), CultureInfo.InvariantCulture);
            var killed = 0;
            await child.Load(count =>
            {
                if (count < 600 || Interlocked.Exchange(ref killed, 1) == 1) return;
                using var process = Process.GetProcessById(postmaster);
                process.Kill();
            });
        }

        await using var server = await ServerHost.StartAsync(["--Lineage:Urls=http://127.0.0.1:0", $"--Lineage:DataDirectory={_directory}", "--Logging:LogLevel:Default=Error"]);
        var reader = server.Services.GetRequiredService<LogReader>();
        var ids = await Rows.Read(Superuser, "select id from lineage.mt_events where type <> 'tombstone'", r => r.GetGuid(0));
        Assert.True(ids.Count >= 600, $"only {ids.Count} events were stored");
        foreach (var id in ids.TakeLast(20)) Assert.True(await reader.WaitSealed("default", id, TimeSpan.FromSeconds(20), CancellationToken.None));

        var head = (await reader.Head("default", CancellationToken.None))!;
        var sealedIds = new List<Guid>();
        await new LogCheck(head.Checkpoint, reader.Tiles("default", head.Id)) { Entry = (_, entry) => sealedIds.Add(LeafEntry.Parse(entry.Span).EventId) }.Run();
        Assert.Equal(ids.Order(), sealedIds.Order());
        Assert.Equal(head.Checkpoint.Size, ids.Count);
        Assert.Equal(
            (ids.Count - 1L, 0L, 0L),
            (await Rows.Read(Superuser, "select (select max(idx) from lineage_log.leaf), (select count(*) from lineage_log.leaf where late), (select count(*) from lineage_log.unsealed)", r => (r.GetInt64(0), r.GetInt64(1), r.GetInt64(2)))).Single());
    }
}
