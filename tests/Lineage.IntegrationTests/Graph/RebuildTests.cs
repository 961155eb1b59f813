using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Lineage.IntegrationTests.Faults;
using Lineage.IntegrationTests.Postgres;
using Lineage.IntegrationTests.Record;
using Lineage.Server.Infrastructure.Postgres;
using Lineage.Server.Infrastructure.Store;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Lineage.IntegrationTests.Graph;

/// <summary>A rebuild shows how far it is, survives being killed, and leaves what was there before.</summary>
public sealed class RebuildTests : IDisposable
{
    private const int Events = 6_000;
    private const string Indexes = "select indexname from pg_indexes where schemaname = 'lineage_read'";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private readonly string _directory = ClusterFixture.NewDirectory();

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Killed_half_way_it_goes_on_where_it_was_and_ends_with_the_same_rows()
    {
        var superuser = new NpgsqlConnectionStringBuilder { Host = Path.Combine(_directory, "s"), Username = DatabaseRoles.Superuser, Database = "lineage" }.ConnectionString;
        Dictionary<string, List<string>> before;
        List<string> indexes;
        using (var first = await ChildServer.Start(_directory))
        {
            await Fill(first);
            await Until(superuser, "select count(*) from lineage_read.observation", count => count == Events);
            (before, indexes) = (await Tables.All(superuser), await Rows.Read(superuser, Indexes, r => r.GetString(0)));
            Assert.Equal(0, await first.Terminate());
        }

        using (var killed = ChildServer.Launch(_directory, "--Lineage:Rebuild=true"))
        {
            // Once the projection has begun, a lock holds it back, so that it cannot be at its end when the process is killed.
            await Until(superuser, "select count(*) from lineage.building where finished_at is null", count => count == 1);
            await Until(superuser, $"select last_seq_id from lineage.mt_event_progression where name = '{StoreSchema.Shard}'", built => built > 0);
            await using var holding = await Rows.Open(superuser);
            await Rows.Read(holding, "begin; lock table lineage_read.observation", _ => 0);
            Assert.InRange((await Rows.Read(holding, "select count(*) from lineage_read.observation", r => r.GetInt64(0))).Single(), 1, Events - 1);
            killed.Kill();
            await killed.WaitForExitAsync().WaitAsync(s_patience);
        }

        using var last = await ChildServer.Start(_directory, "--Lineage:Rebuild=true");
        Assert.Equal((1, true), (await Rows.Read(superuser, "select number, finished_at is not null from lineage.building", r => (r.GetInt64(0), r.GetBoolean(1)))).Single());
        Assert.Equal(indexes.Order(), (await Rows.Read(superuser, Indexes, r => r.GetString(0))).Order());
        foreach (var (table, rows) in await Tables.All(superuser)) Assert.True(rows.SequenceEqual(before[table]), $"{table}: {before[table].Count} rows before, {rows.Count} after");
    }

    [Fact]
    public async Task While_it_goes_on_events_are_taken_questions_wait_and_its_progress_is_shown()
    {
        await using var server = await LineageServer.Start();
        var tenant = server.NewTenant();
        await tenant.Emit(Ol.Job("2026-01-01T00:00:00Z", "j", Ol.Datas("a"), Ol.Datas("b")));
        await tenant.CatchUp();
        var (held, url) = (new Held(), new Uri($"http://127.0.0.1:{FreePort()}"));
        var restarted = server.Restart(adjust: builder =>
        {
            (builder.Configuration["Lineage:Rebuild"], builder.Configuration["Lineage:Urls"]) = ("true", url.ToString());
            builder.Services.AddSingleton<IReadModel>(held);
        });
        await held.Reached.Task.WaitAsync(s_patience);
        using var reader = At(url, tenant.Reader);
        using var emitter = At(url, tenant.Emitter);
        await Listening(reader);

        using (var status = await reader.GetAsync(new Uri("/api/v1/status", UriKind.Relative)))
        {
            var shown = await TestTenant.Read<JsonObject>(status);
            Assert.Equal("building", shown["projections"]![0]!["state"]!.GetValue<string>());
            Assert.Equal((0, 1), (shown["building"]!["sequence"]!.GetValue<long>(), shown["building"]!["of"]!.GetValue<long>()));
        }

        using (var ready = await reader.GetAsync(new Uri("/health/ready", UriKind.Relative))) Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        using (var asked = await reader.GetAsync(new Uri("/api/v1/lineage?nodeId=dataset:d:b", UriKind.Relative)))
            Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (asked.StatusCode, asked.Headers.RetryAfter is not null));
        using (var content = new StringContent(Ol.Job("2026-01-01T00:00:00Z", "k", Ol.Datas("b"), Ol.Datas("c")), Encoding.UTF8, "application/json"))
        using (var taken = await emitter.PostAsync(new Uri("/api/v1/lineage", UriKind.Relative), content)) Assert.Equal(HttpStatusCode.Created, taken.StatusCode);

        held.Open.SetResult();
        await restarted;
        var again = new TestTenant(server, tenant.Name);
        await again.CatchUp();
        Assert.Equal("a>b b>c", (await again.Lineage(GraphAsserts.D("b"))).Edges());
        Assert.Null((await again.Get<JsonObject>("/api/v1/status"))["building"]);
    }

    private static async Task Fill(ChildServer server)
    {
        using var client = server.Client();
        foreach (var part in Enumerable.Range(0, Events).Chunk(1_000))
        {
            var lines = part.Select(n => Ol.Run(
                Ol.Id(n / 2), n % 2 == 0 ? "START" : "COMPLETE", $"2026-01-01T00:00:{n % 60:00}Z", $"j{n % 40}", [Ol.Data($"a{n % 50}", Ol.Symlink($"link{n % 5}"))], [Ol.Data($"b{n % 90}", Ol.Columns($"x=a{n % 50}.y"))],
                """{"jobDependencies":{"upstream":[{"job":{"namespace":"n","name":"u"}}]}}"""));
            using var content = new StringContent(string.Join('\n', lines), Encoding.UTF8, "application/x-ndjson");
            using var answer = await client.PostAsync(new Uri("/api/v1/lineage/batch", UriKind.Relative), content);
            Assert.Equal(part.Length, (await TestTenant.Read<TestBatch>(answer)).Summary.Successful);
        }
    }

    /// <summary>Waits until the number that the statement gives is as it should be; the database may not run yet.</summary>
    private static async Task Until(string superuser, string sql, Func<long, bool> reached)
    {
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(2))
        {
            try
            {
                if ((await Rows.Read(superuser, sql, r => r.GetInt64(0))).Exists(n => reached(n))) return;
            }
            catch (NpgsqlException) when (waited.Elapsed < s_patience)
            {
                continue;
            }

            Assert.True(waited.Elapsed < s_patience, sql);
        }
    }

    private static async Task Listening(HttpClient client)
    {
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(20))
        {
            try
            {
                using var live = await client.GetAsync(new Uri("/health/live", UriKind.Relative));
                return;
            }
            catch (HttpRequestException) when (waited.Elapsed < s_patience)
            {
            }
        }
    }

    private static HttpClient At(Uri url, HttpClient like) => new() { BaseAddress = url, DefaultRequestHeaders = { Authorization = like.DefaultRequestHeaders.Authorization } };

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>A read model that takes its first page when it is told to.</summary>
    private sealed class Held : IReadModel
    {
        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Table => "observation";

        public string Definition => "";

        public Task Write(IReadOnlyList<Observed> page, NpgsqlConnection connection, CancellationToken cancellationToken)
        {
            Reached.TrySetResult();
            return Open.Task;
        }
    }
}
