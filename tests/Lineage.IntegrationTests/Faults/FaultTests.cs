using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Lineage.IntegrationTests.Graph;
using Lineage.IntegrationTests.Postgres;
using Lineage.IntegrationTests.Record;
using Lineage.Server;
using Lineage.Server.Infrastructure.Postgres;

namespace Lineage.IntegrationTests.Faults;

/// <summary>What was acknowledged is there, once, whatever is killed.</summary>
public sealed class FaultTests : IDisposable
{
    private readonly string _directory = ClusterFixture.NewDirectory();

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_killed_server_loses_no_acknowledged_event()
    {
        IReadOnlyList<string> acknowledged;
        string token;
        using (var child = await ChildServer.Start(_directory))
        {
            acknowledged = await child.Load(count => { if (count >= 400) child.Kill(); });
            Assert.NotEqual(0, await child.Exited());
            token = child.Token;
        }

        await EveryOneIsThereOnce(acknowledged, token);
    }

    [Fact]
    public async Task A_killed_PostgreSQL_loses_no_acknowledged_event()
    {
        IReadOnlyList<string> acknowledged;
        string token;
        using (var child = await ChildServer.Start(_directory))
        {
            var postmaster = int.Parse(File.ReadLines(Path.Combine(_directory, "pg", "postmaster.pid")).First(), CultureInfo.InvariantCulture);
            var killed = 0;
            acknowledged = await child.Load(count =>
            {
                if (count < 400 || Interlocked.Exchange(ref killed, 1) == 1) return;
                using var process = Process.GetProcessById(postmaster);
                process.Kill();
            });
            token = child.Token;
        }

        await EveryOneIsThereOnce(acknowledged, token);
    }

    [Fact]
    public async Task Asked_to_stop_the_server_answers_what_it_took_and_exits_cleanly()
    {
        IReadOnlyList<string> acknowledged;
        string token;
        using (var child = await ChildServer.Start(_directory))
        {
            Task<int>? exit = null;
            var asked = 0;
            acknowledged = await child.Load(count =>
            {
                if (count >= 300 && Interlocked.Exchange(ref asked, 1) == 0) exit = child.Terminate();
            });
            Assert.Equal(0, await exit!);
            token = child.Token;
        }

        await EveryOneIsThereOnce(acknowledged, token);
    }

    [Fact]
    public async Task A_second_server_on_the_same_directory_is_refused()
    {
        using var first = await ChildServer.Start(_directory);
        using var second = ChildServer.Launch(_directory);
        await second.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(1, second.ExitCode);
        Assert.Contains("already runs", await second.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
        using var client = first.Client();
        using var alive = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        Assert.True(alive.IsSuccessStatusCode);
        Assert.Equal(0, await first.Terminate());
    }

    private async Task EveryOneIsThereOnce(IReadOnlyList<string> acknowledged, string token)
    {
        Assert.True(acknowledged.Count >= 300, $"only {acknowledged.Count} events were acknowledged");
        await using var server = await ServerHost.StartAsync(["--Lineage:Urls=http://127.0.0.1:0", $"--Lineage:DataDirectory={_directory}", "--Logging:LogLevel:Default=Error"]);
        using var client = new HttpClient { BaseAddress = server.Url };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var content = new StringContent(string.Join('\n', acknowledged), Encoding.UTF8, "application/x-ndjson");
        using var answer = await client.PostAsync(new Uri("/api/v1/lineage/batch", UriKind.Relative), content);
        var batch = await TestTenant.Read<TestBatch>(answer);
        Assert.Equal(new(acknowledged.Count, acknowledged.Count, 0, acknowledged.Count), batch.Summary);

        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(20))
        {
            var status = await client.GetAsync(new Uri("/api/v1/status", UriKind.Relative));
            var now = await TestTenant.Read<Status>(status);
            if (now.Projected >= now.Sequence) break;
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(60), $"the projection stands at {now.Projected} of {now.Sequence}");
        }

        var superuser = new Npgsql.NpgsqlConnectionStringBuilder { Host = Path.Combine(_directory, "s"), Username = DatabaseRoles.Superuser, Database = "lineage" }.ConnectionString;
        var ids = await Rows.Read(superuser, "select id from lineage.mt_events where type <> 'tombstone' and type like '%observed'", r => r.GetGuid(0));
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Equal(ids.Order(), (await Rows.Read(superuser, "select event_id from lineage_read.observation", r => r.GetGuid(0))).Order());
        await RebuiltIsSame(server, superuser);
    }

    private static async Task RebuiltIsSame(RunningServer server, string superuser)
    {
        var before = await Tables.All(superuser);
        await Tables.Rebuild(server);
        foreach (var (table, rows) in await Tables.All(superuser)) Assert.True(rows.SequenceEqual(before[table]), $"{table} differs after a rebuild");
    }

    private sealed record Status(long Sequence, long Projected);
}
