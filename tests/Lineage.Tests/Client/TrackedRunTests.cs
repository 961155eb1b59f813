using System.Text.Json;
using Lineage.Client;
using Lineage.Contracts;
using Lineage.Contracts.OpenLineage;

namespace Lineage.Tests.Client;

public sealed class TrackedRunTests
{
    private const string Taken = """{"eventId":"0196f3a0-0000-7000-8000-000000000001","sequence":7,"recordedAt":"2026-01-02T03:04:05Z","duplicate":false,"commit":"x","salt":"y","flags":[]}""";
    private static readonly DatasetName File = new("file", "/data/customers.csv");
    private static readonly DatasetName Table = new("postgres://h:5432", "shop.customers");

    private static readonly TrackedRunOptions Options = new()
    {
        Producer = new Uri("urn:lineage:test"),
        RunId = Guid.Parse("0196f3a0-1111-7000-8000-000000000001"),
        Documentation = "Loads customers.",
        SourceCode = new(new Uri("https://git.example.org/load.cs"), Version: "abc"),
        Owners = ["team"],
    };

    [Fact]
    public async Task A_completed_run_sends_start_and_complete_as_frozen()
    {
        await using var server = await TinyServer.StartAsync((c, _) => TinyServer.Json(c, 201, Taken));

        await TrackedRun.RunAsync(Client(server), new JobName("warehouse", "load"), run =>
        {
            run.Input(File, new FieldSpec("mail", "text")).Version(File, "sha256:00");
            run.Output(Table, new FieldSpec("mail_hash", "text", "hashed"), new FieldSpec("address", "row", null, [new FieldSpec("city", "text")]));
            run.Derive(Table, "mail_hash", File, "mail", Derivation.Masked("sha256")).Derive(Table, "mail_hash", File, "mail", Derivation.Filtered);
            run.Tag(File, "data_category", "user.contact.email", "mail").TagJob("tier", "1").Sql("select 1").Document(Table, "Customers.").Kind(Table, "TABLE").Written(Table, 3, 99);
            return Task.CompletedTask;
        }, Options);

        Assert.Equal([Frozen.Start, Frozen.Complete], server.Requests.Select(r => r.Body));
    }

    [Fact]
    public void Every_facet_of_the_frozen_events_follows_its_schema()
    {
        using var document = JsonDocument.Parse(Frozen.Complete);
        var evt = document.RootElement;
        Check(FacetScope.Run, evt.GetProperty("run"), "facets");
        Check(FacetScope.Job, evt.GetProperty("job"), "facets");
        foreach (var dataset in evt.GetProperty("inputs").EnumerateArray().Concat(evt.GetProperty("outputs").EnumerateArray()))
        {
            Check(FacetScope.Dataset, dataset, "facets");
            Check(FacetScope.Output, dataset, "outputFacets");
        }

        static void Check(FacetScope scope, JsonElement owner, string member)
        {
            if (!owner.TryGetProperty(member, out var facets))
                return;
            foreach (var facet in facets.EnumerateObject())
                Assert.Empty(FacetRegistry.Check(scope, facet.Name, facet.Value));
        }
    }

    [Fact]
    public async Task A_run_that_throws_sends_fail_with_the_type_of_the_exception_and_no_outputs()
    {
        await using var server = await TinyServer.StartAsync((c, _) => TinyServer.Json(c, 201, Taken));

        await Assert.ThrowsAsync<FormatException>(() => TrackedRun.RunAsync(Client(server), new JobName("w", "j"), run =>
        {
            run.Input(File).Output(Table);
            throw new FormatException("ada@example.org is no number");
        }));

        using var last = JsonDocument.Parse(server.Requests[^1].Body);
        Assert.Equal("FAIL", last.RootElement.GetProperty("eventType").GetString());
        Assert.Equal("System.FormatException", last.RootElement.GetProperty("run").GetProperty("facets").GetProperty("errorMessage").GetProperty("message").GetString());
        Assert.Equal(1, last.RootElement.GetProperty("inputs").GetArrayLength());
        Assert.Equal(0, last.RootElement.GetProperty("outputs").GetArrayLength());
        Assert.DoesNotContain("ada@example.org", server.Requests[^1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_run_sends_abort()
    {
        await using var server = await TinyServer.StartAsync((c, _) => TinyServer.Json(c, 201, Taken));

        await Assert.ThrowsAsync<OperationCanceledException>(() => TrackedRun.RunAsync(Client(server), new JobName("w", "j"), _ => throw new OperationCanceledException()));

        Assert.Contains("\"eventType\":\"ABORT\"", server.Requests[^1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_disposed_without_complete_sends_fail_once()
    {
        await using var server = await TinyServer.StartAsync((c, _) => TinyServer.Json(c, 201, Taken));

        var run = await TrackedRun.StartAsync(Client(server), new JobName("w", "j"));
        await run.DisposeAsync();
        await run.CompleteAsync();
        await run.DisposeAsync();

        Assert.Equal(2, server.Requests.Count);
        Assert.Contains("\"eventType\":\"FAIL\"", server.Requests[1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_refuses_is_told_to_the_callback_and_never_to_the_host()
    {
        await using var server = await TinyServer.StartAsync((c, _) => TinyServer.Problem(c, 403, "no"));
        var told = new List<Exception>();

        var run = await TrackedRun.StartAsync(Client(server), new JobName("w", "j"), new() { OnError = e => { told.Add(e); throw new InvalidOperationException(); } });
        await run.CompleteAsync();
        await run.DisposeAsync();

        Assert.Equal(2, run.Failed);
        Assert.All(told, e => Assert.IsType<LineageProblemException>(e));
    }

    [Fact]
    public async Task A_server_that_hangs_holds_its_host_no_longer_than_the_flush_may_take()
    {
        await using var server = await TinyServer.StartAsync((c, _) => Task.Delay(Timeout.Infinite, c.RequestAborted));

        var run = await TrackedRun.StartAsync(Client(server), new JobName("w", "j"), new() { FlushTimeout = TimeSpan.FromMilliseconds(50) });
        await run.CompleteAsync();
        await run.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(2, run.Failed);
    }

    [Fact]
    public async Task A_full_queue_drops_events_and_counts_them()
    {
        await using var server = await TinyServer.StartAsync((c, _) => Task.Delay(Timeout.Infinite, c.RequestAborted));
        await using var emitter = new BackgroundEmitter(Client(server), capacity: 2, TimeSpan.FromMilliseconds(10));

        var taken = Enumerable.Range(0, 20).Count(_ => emitter.TryEmit("{}"u8.ToArray()));

        Assert.InRange(taken, 2, 3);
        Assert.Equal(20 - taken, emitter.Failed);
    }

    private static LineageClient Client(TinyServer server) => new(new HttpClient(), new()
    {
        Url = server.Url,
        Retries = 0,
        Time = new ClockOnly(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)),
    });

    /// <summary>A clock that stands still, with timers that run.</summary>
    private sealed class ClockOnly(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
