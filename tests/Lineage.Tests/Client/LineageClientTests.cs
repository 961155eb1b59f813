using System.Net;
using System.Text;
using System.Text.Json;
using Lineage.Client;
using Lineage.Contracts;
using Microsoft.AspNetCore.Http;

namespace Lineage.Tests.Client;

public sealed class LineageClientTests
{
    private const string Taken = """{"eventId":"0196f3a0-0000-7000-8000-000000000001","sequence":7,"recordedAt":"2026-01-02T03:04:05Z","duplicate":false,"commit":"x","salt":"y","flags":[]}""";

    [Fact]
    public async Task An_event_goes_out_unchanged_with_the_token_and_comes_back_as_a_receipt()
    {
        await using var server = await TinyServer.StartAsync((c, _) => TinyServer.Json(c, 201, Taken));

        var receipt = await Client(server).EmitAsync("{ \"b\":1, \"a\":2 }"u8.ToArray());

        Assert.Equal(7, receipt.Sequence);
        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST", "/api/v1/lineage", "Bearer secret", "{ \"b\":1, \"a\":2 }"), (request.Method, request.Path, request.Authorization, request.Body));
    }

    [Fact]
    public async Task A_json_element_keeps_the_bytes_it_was_read_from()
    {
        await using var server = await TinyServer.StartAsync((c, _) => TinyServer.Json(c, 201, Taken));
        using var document = JsonDocument.Parse("""{ "n": 1.50, "s": "\u00e4" }""");

        await Client(server).EmitAsync(document.RootElement);

        Assert.Equal("""{ "n": 1.50, "s": "\u00e4" }""", server.Requests[0].Body);
    }

    [Fact]
    public async Task After_503_with_retry_after_the_same_bytes_are_sent_again()
    {
        var calls = 0;
        await using var server = await TinyServer.StartAsync((c, _) =>
        {
            if (Interlocked.Increment(ref calls) > 1)
                return TinyServer.Json(c, 201, Taken);
            c.Response.Headers.RetryAfter = "0";
            return TinyServer.Problem(c, 503, "busy");
        });

        await Client(server, retryDelay: TimeSpan.FromHours(1)).EmitAsync("{}"u8.ToArray());

        Assert.Equal(["{}", "{}"], server.Requests.Select(r => r.Body));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_server_that_keeps_failing_is_asked_as_often_as_the_options_say(int status)
    {
        await using var server = await TinyServer.StartAsync((c, _) => TinyServer.Problem(c, status, "down"));

        var problem = await Assert.ThrowsAsync<LineageProblemException>(() => Client(server, retries: 2).EmitAsync("{}"u8.ToArray()));

        Assert.Equal((HttpStatusCode)status, problem.Status);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task A_refusal_is_not_repeated_and_its_problem_details_are_kept()
    {
        await using var server = await TinyServer.StartAsync((c, _) => TinyServer.Problem(c, 422, "no job"));

        var problem = await Assert.ThrowsAsync<LineageProblemException>(() => Client(server).EmitAsync("{}"u8.ToArray()));

        Assert.Single(server.Requests);
        Assert.Equal(("urn:lineage:problem:test", "no job"), (problem.Type, problem.Detail));
        Assert.Equal(["is missing"], problem.Errors["/job/name"]);
    }

    [Fact]
    public async Task A_proxy_that_answers_in_its_own_words_is_told_by_its_status()
    {
        await using var server = await TinyServer.StartAsync((c, _) => TinyServer.Json(c, 403, "<html>no</html>", "text/html"));

        var problem = await Assert.ThrowsAsync<LineageProblemException>(() => Client(server).GetStatusAsync());

        Assert.Equal(HttpStatusCode.Forbidden, problem.Status);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_a_failed_attempt()
    {
        var calls = 0;
        await using var server = await TinyServer.StartAsync(async (c, _) =>
        {
            if (Interlocked.Increment(ref calls) > 1)
            {
                await TinyServer.Json(c, 201, Taken);
                return;
            }

            c.Response.ContentLength = 1000;
            await c.Response.WriteAsync(Taken);
            await c.Response.Body.FlushAsync();
            c.Abort();
        });

        Assert.Equal(7, (await Client(server).EmitAsync("{}"u8.ToArray())).Sequence);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_in_time_is_a_timeout()
    {
        await using var server = await TinyServer.StartAsync((c, _) => Task.Delay(Timeout.Infinite, c.RequestAborted));
        var client = new LineageClient(new HttpClient(), new() { Url = server.Url, Timeout = TimeSpan.FromMilliseconds(50), Retries = 0 });

        await Assert.ThrowsAsync<TimeoutException>(() => client.GetStatusAsync());
    }

    [Fact]
    public async Task Large_bodies_are_compressed_and_batches_keep_each_event_as_it_was()
    {
        await using var server = await TinyServer.StartAsync((c, _) => TinyServer.Json(c, 200, """
            {"status":"partial_success","summary":{"received":2,"successful":1,"failed":1,"duplicates":1},"failed_events":[{"index":1,"reason":"no job","retriable":false}],"receipts":[]}
            """));
        var large = Encoding.UTF8.GetBytes($$"""{ "a" : "{{new string('x', 4000)}}" }""");

        var answer = await Client(server).EmitBatchAsync([large, "{\n}"u8.ToArray()]);

        Assert.Equal(new BatchSummary(2, 1, 1, 1), answer.Summary);
        Assert.Equal(new FailedEvent(1, "no job", false), Assert.Single(answer.FailedEvents!));
        Assert.Equal("gzip", server.Requests[0].Encoding);
        Assert.Equal($"[{Encoding.UTF8.GetString(large)},{{\n}}]", server.Requests[0].Body);
    }

    [Fact]
    public async Task A_lineage_question_names_the_node_and_what_narrows_it()
    {
        await using var server = await TinyServer.StartAsync((c, _) => TinyServer.Json(c, 200, """{"root":"dataset:a:b","nodes":[],"edges":[],"truncated":false}"""));
        var query = new LineageQuery { Depth = 2, AsOf = new DateTimeOffset(2026, 1, 2, 4, 4, 5, TimeSpan.FromHours(1)), KnownAt = "log:9", Granularity = "field", View = "all", Limit = 10 };

        await Client(server).GetLineageAsync(new DatasetNode("postgres://h:1", "d.t"), LineageDirection.Upstream, query);

        Assert.Equal("?nodeId=dataset%3Apostgres%253A%252F%252Fh%253A1%3Ad.t&direction=upstream&depth=2&asOf=2026-01-02T03%3A04%3A05Z&knownAt=log%3A9&granularity=field&view=all&limit=10", server.Requests[0].Query);
    }

    [Fact]
    public async Task A_report_is_ordered_waited_for_and_fetched_in_the_form_asked_for()
    {
        var polls = 0;
        await using var server = await TinyServer.StartAsync((c, _) => (c.Request.Method, c.Request.Path.Value) switch
        {
            ("POST", _) => Accepted(c, "/api/v1/reports/r1"),
            (_, "/api/v1/reports/r1") => TinyServer.Json(c, 200, ++polls < 3 ? """{"state":"running"}""" : """{"state":"ready","contentHash":"00"}"""),
            _ => TinyServer.Json(c, 200, "%PDF-", "application/pdf"),
        });
        var client = Client(server);

        var report = await client.CreateReportAsync(new("dataset-provenance", new Dictionary<string, string> { ["nodeId"] = "dataset:a:b" }));
        var state = await client.WaitForReportAsync(report);
        using var content = new MemoryStream();
        await client.DownloadReportAsync(report, "application/pdf", content);

        Assert.True(state.Succeeded);
        Assert.Equal("%PDF-", Encoding.UTF8.GetString(content.ToArray()));
        Assert.Equal("""{"type":"dataset-provenance","parameters":{"nodeId":"dataset:a:b"},"asOf":null,"knownAt":null}""", server.Requests[0].Body);
        Assert.Equal(("/api/v1/reports/r1/content", "application/pdf"), (server.Requests[^1].Path, server.Requests[^1].Accept));
    }

    [Fact]
    public async Task Waiting_for_a_report_can_be_stopped()
    {
        using var stop = new CancellationTokenSource();
        await using var server = await TinyServer.StartAsync((c, _) => TinyServer.Json(c, 200, """{"state":"running"}"""));
        var seen = new Stopper(stop);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Client(server).WaitForReportAsync(new("/api/v1/reports/r1"), seen, stop.Token));
    }

    [Fact]
    public async Task The_token_is_not_taken_to_another_origin()
    {
        await using var other = await TinyServer.StartAsync((c, _) => TinyServer.Json(c, 200, "{}"));
        await using var server = await TinyServer.StartAsync((c, _) => Accepted(c, other.Url + "api/v1/reports/r1"));
        var client = Client(server);

        var report = await client.CreateReportAsync(new("x", new Dictionary<string, string>()));

        await Assert.ThrowsAsync<InvalidOperationException>(() => client.WaitForReportAsync(report));
        Assert.Empty(other.Requests);
    }

    private static Task Accepted(HttpContext context, string location)
    {
        context.Response.StatusCode = 202;
        context.Response.Headers.Location = location;
        return Task.CompletedTask;
    }

    private static LineageClient Client(TinyServer server, int retries = 3, TimeSpan? retryDelay = null) =>
        new(new HttpClient(), new() { Url = server.Url, Token = "secret", Retries = retries, RetryDelay = retryDelay ?? TimeSpan.FromMilliseconds(1) });

    private sealed class Stopper(CancellationTokenSource stop) : IProgress<ReportState>
    {
        public void Report(ReportState value) => stop.Cancel();
    }
}
