using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Threading.Channels;
using Lineage.Server.Infrastructure.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Lineage.IntegrationTests.Identity;

public class TelemetryTests
{
    [Fact]
    public async Task A_server_that_is_ready_says_so_to_anyone()
    {
        await using var host = await PlumbingHost.Start(services: services => services.AddHealthChecks()
            .AddCheck("database", () => HealthCheckResult.Healthy("connected"), [TelemetrySetup.Ready])
            .AddCheck("other", () => HealthCheckResult.Unhealthy()));

        Assert.Equal("""{"status":"healthy","checks":[]}""", await host.Client.GetStringAsync("/health/live"));
        Assert.Equal("""{"status":"healthy","checks":[{"name":"database","status":"healthy","description":"connected"}]}""", await host.Client.GetStringAsync("/health/ready"));
    }

    [Fact]
    public async Task A_server_that_is_not_ready_answers_503_and_keeps_exceptions_to_itself()
    {
        await using var host = await PlumbingHost.Start(services: services => services.AddHealthChecks()
            .AddCheck("database", HealthCheckResult () => throw new InvalidOperationException("secret"), [TelemetrySetup.Ready]));

        var answer = await host.Client.GetAsync("/health/ready");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("""{"status":"unhealthy","checks":[{"name":"database","status":"unhealthy","description":null}]}""", await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync("/health/live")).StatusCode);
    }

    [Fact]
    public async Task Spans_hold_the_route_but_no_query_and_no_sql()
    {
        Recorder recorder = new();
        await using var host = await PlumbingHost.Start(
            new() { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:9" }, services => services.ConfigureOpenTelemetryTracerProvider(traces => traces.AddProcessor(recorder)));
        using var client = host.As("reader");

        using ActivitySource source = new(TelemetrySetup.Name);
        var own = source.StartActivity("work")!;
        own.SetTag("db.query.text", "select 'secret'");
        await client.GetAsync("/who?name=secret");
        own.Stop();

        var spans = await recorder.PairOf(own.TraceId);
        Assert.Contains(spans, s => s.Any(t => t is { Key: "http.route", Value: "/who" }));
        Assert.All(spans.SelectMany(s => s), tag => Assert.DoesNotContain("secret", $"{tag.Value}", StringComparison.Ordinal));
        Assert.All(spans.SelectMany(s => s), tag => Assert.False(tag.Key is "url.query" or "db.query.text", tag.Key));
    }

    [Fact]
    public async Task A_collector_gets_spans_only_when_it_is_configured()
    {
        ConcurrentDictionary<string, string> received = [];
        await using var collector = await Collector(received);
        Dictionary<string, string?> configured = new()
        {
            ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] = $"{collector.Urls.Single()}/v1/traces",
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        };
        await using (var host = await PlumbingHost.Start(configured))
            await host.Client.GetAsync("/health/live?name=secret");
        Assert.Empty(received);

        configured["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Urls.Single();
        await using (var host = await PlumbingHost.Start(configured))
            await host.Client.GetAsync("/health/live?name=secret");

        Assert.Contains("/health/live", received["/v1/traces"], StringComparison.Ordinal);
        Assert.All(received.Values, body => Assert.DoesNotContain("secret", body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Logs_hold_the_request_id_but_no_query_and_no_token()
    {
        using LogLines lines = new();
        await using var host = await PlumbingHost.Start(services: services => services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(lines)));
        var token = host.Issuer.Issue(new("ann@example.org", ["reader"], TimeSpan.FromMinutes(5)));
        using var client = host.With(token);
        client.DefaultRequestHeaders.Add("X-Request-Id", "job-7");

        await client.GetAsync("/who?name=secret");
        await client.GetAsync("/throw/InvalidOperationException?name=secret");

        Assert.Contains(lines.Written, line => line.Contains("unhandled exception", StringComparison.Ordinal) && line.Contains("job-7", StringComparison.Ordinal));
        Assert.All(lines.Written, line =>
        {
            Assert.DoesNotContain("name=secret", line, StringComparison.Ordinal);
            Assert.DoesNotContain("ann@example.org", line, StringComparison.Ordinal);
            Assert.DoesNotContain(token.Split('.')[1], line, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task The_api_document_names_the_bearer_scheme_and_anyone_may_read_it()
    {
        await using var host = await PlumbingHost.Start();

        var document = await (await host.Client.GetAsync("/openapi/v1.json")).Json();
        var page = await host.Client.GetAsync("/scalar");

        Assert.Equal("Lineage", document.GetProperty("info").GetProperty("title").GetString());
        Assert.Equal("bearer", document.GetProperty("components").GetProperty("securitySchemes").GetProperty("bearer").GetProperty("scheme").GetString());
        Assert.Equal("""[{"bearer":[]}]""", document.GetProperty("security").GetRawText().Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        var html = await page.Content.ReadAsStringAsync();
        var nonce = System.Text.RegularExpressions.Regex.Match(html, "nonce=\"([^\"]+)\"").Groups[1].Value;
        Assert.Contains($"'nonce-{nonce}'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("cdn.", html, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<WebApplication> Collector(ConcurrentDictionary<string, string> received)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection([new("urls", "http://127.0.0.1:0")]);
        builder.Logging.ClearProviders();
        var collector = builder.Build();
        collector.Run(async context =>
        {
            var body = await new StreamReader(context.Request.Body, Encoding.Latin1).ReadToEndAsync();
            received.AddOrUpdate(context.Request.Path, body, (_, before) => before + body);
        });
        await collector.StartAsync();
        return collector;
    }

    /// <summary>Sees the spans of every host of this process, so it is asked for one trace.</summary>
    private sealed class Recorder : BaseProcessor<Activity>
    {
        private readonly Channel<Activity> ended = Channel.CreateUnbounded<Activity>();

        public override void OnEnd(Activity data) => ended.Writer.TryWrite(data);

        public async Task<KeyValuePair<string, object?>[][]> PairOf(ActivityTraceId trace)
        {
            using CancellationTokenSource patience = new(TimeSpan.FromSeconds(30));
            List<KeyValuePair<string, object?>[]> pair = [];
            await foreach (var span in ended.Reader.ReadAllAsync(patience.Token).Where(span => span.TraceId == trace))
            {
                pair.Add([.. span.TagObjects]);
                if (pair.Count == 2) break;
            }

            return [.. pair];
        }
    }
}
