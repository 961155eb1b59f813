using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Lineage.IntegrationTests.Record;
using Lineage.Server.Infrastructure.Postgres;
using Npgsql;
using Tool = Lineage.IntegrationTests.Cli.Tool;

namespace Lineage.IntegrationTests.Transparency;

/// <summary>
/// A tenant whose events are sealed, an attacker who is the database's superuser, and an auditor with the tool and a notebook.
/// </summary>
internal sealed class SealedTenant : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private SealedTenant(LineageServer server, string name) => (Server, Name) = (server, name);

    public LineageServer Server { get; }

    public string Name { get; }

    /// <summary>Ids of the events in the order of their leaves.</summary>
    public List<Guid> Ids { get; } = [];

    /// <summary>The tool of the auditor, who keeps a notebook.</summary>
    public Tool Tool { get; } = new();

    public static async Task<SealedTenant> Of(LineageServer server, int events = 7)
    {
        var tenant = new SealedTenant(server, server.NewTenant().Name);
        await tenant.Emit(events);
        return tenant;
    }

    /// <summary>Emits events that a checkpoint covers when this returns.</summary>
    public async Task Emit(int count)
    {
        using var client = Client("emitter");
        var first = Ids.Count;
        string[] events = [.. Enumerable.Range(first, count).Select(n => Ol.Run(Ol.Id(n), "COMPLETE", $"2026-01-01T00:00:{n % 60:00}Z", $"j{n}", Ol.Datas($"a{n}"), Ol.Datas($"b{n}")))];
        using (var batch = new StringContent(string.Join('\n', events[..^1]), System.Text.Encoding.UTF8, "application/x-ndjson"))
        using (var answer = await client.PostAsync(new Uri("/api/v1/lineage/batch", UriKind.Relative), batch))
            Assert.True(answer.IsSuccessStatusCode || count == 1);
        using var content = new StringContent(events[^1], System.Text.Encoding.UTF8, "application/json");
        using var last = await client.PostAsync(new Uri("/api/v1/lineage?wait=sealed", UriKind.Relative), content);
        Assert.Equal(HttpStatusCode.Created, last.StatusCode);
        Ids.AddRange((await Rows.Read(
            Server.Database.As(DatabaseRoles.Superuser), $"select id from lineage.mt_events where tenant_id = '{Name}' and type like '%observed' order by seq_id desc limit {count}", r => r.GetGuid(0))).AsEnumerable().Reverse());
    }

    public HttpClient Client(params string[] roles) => Server.Client(Name, $"somebody of {Name}", roles);

    /// <summary>The text with <c>{3}</c> as the id of the event of leaf 3 and <c>{t}</c> as the tenant.</summary>
    public string Fill(string sql)
    {
        for (var i = 0; i < Ids.Count; i++) sql = sql.Replace($"{{{i}}}", Ids[i].ToString(), StringComparison.Ordinal);
        return sql.Replace("{t}", Name, StringComparison.Ordinal);
    }

    /// <summary>Runs SQL as the superuser past all triggers.</summary>
    public async Task Attack(string sql, params NpgsqlParameter[] parameters)
    {
        await using var connection = await Rows.Open(Server.Database.As(DatabaseRoles.Superuser));
        await using (var command = new NpgsqlCommand("set session_replication_role = replica", connection)) await command.ExecuteNonQueryAsync();
        await using (var command = new NpgsqlCommand(Fill(sql), connection))
        {
            command.Parameters.AddRange(parameters);
            await command.ExecuteNonQueryAsync();
        }
    }

    public async Task<T> Single<T>(string sql, Func<NpgsqlDataReader, T> read) => (await Rows.Read(Server.Database.As(DatabaseRoles.Superuser), Fill(sql), read)).Single();

    /// <summary>Returns when a count is at least this.</summary>
    public async Task Until(string countSql, long least)
    {
        for (var waited = Stopwatch.StartNew(); await Single(countSql, r => r.GetInt64(0)) < least; await Task.Delay(20))
            Assert.True(waited.Elapsed < s_patience, $"{countSql} did not become {least}");
    }

    /// <summary>What the server's own check finds.</summary>
    public async Task<Found> ServerCheck()
    {
        using var client = Client("auditor");
        using var answer = await client.PostAsync(new Uri("/api/v1/log/check", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return Found.In(JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["last"]!);
    }

    /// <summary>What the auditor's tool finds.</summary>
    public async Task<Found> Verify(params string[] more)
    {
        var token = Server.Running.Issue("auditor", ["auditor"], Name, TimeSpan.FromHours(1));
        var exit = await Tool.RunAsync(["verify", "log", "--url", Server.Running.Url.ToString(), "--token", token, "--json", .. more]);
        Assert.True(exit is 0 or 1, Tool.Error);
        var found = Found.In(JsonNode.Parse(Tool.Out)!);
        Assert.Equal(found.Count == 0 ? 0 : 1, exit);
        return found;
    }

    public void Dispose() => Tool.Dispose();
}

/// <summary>What a check or a verification found.</summary>
internal sealed record Found(long Count, Guid? First, IReadOnlyList<Difference> Differences, long Entries, long Rows, long Erased, string Text)
{
    public static Found In(JsonNode found) => new(
        (long)found["differenceCount"]!, (Guid?)found["firstEventId"],
        [.. found["differences"]!.AsArray().Select(d => new Difference((string)d!["kind"]!, (long?)d["index"], (Guid?)d["eventId"], (string)d["words"]!))],
        (long)found["counts"]!["entries"]!, (long)found["counts"]!["rows"]!, (long)found["counts"]!["erased"]!, found.ToJsonString());

    /// <summary>Nothing differs.</summary>
    public void IsGood() => Assert.True(Count == 0, Text);

    /// <summary>These leaves differ in this way, and no others; the first is named first.</summary>
    public void Names(SealedTenant tenant, string kind, params int[] leaves)
    {
        Assert.Equal(leaves.Select(leaf => (kind, (Guid?)tenant.Ids[leaf])), Differences.Where(d => d.EventId is not null).Select(d => (d.Kind, d.EventId)));
        Assert.Equal(tenant.Ids[leaves[0]], First);
    }
}

internal sealed record Difference(string Kind, long? Index, Guid? EventId, string Words);
