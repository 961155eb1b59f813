using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Lineage.Server.Infrastructure.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
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
        await using var host = await PlumbingHost.Start(services: services => services.ConfigureOpenTelemetryTracerProvider(traces => traces.AddProcessor(recorder)));
        using var client = host.As("reader");

        await client.GetAsync("/who?name=secret");
        using (ActivitySource source = new(TelemetrySetup.Name))
        using (var own = source.StartActivity("work"))
            own!.SetTag("db.query.text", "select 'secret'");

        var spans = await recorder.Two;
        Assert.Contains(spans, s => s.Any(t => t is { Key: "http.route", Value: "/who" }));
        Assert.All(spans.SelectMany(s => s), tag => Assert.DoesNotContain("secret", $"{tag.Value}", StringComparison.Ordinal));
        Assert.All(spans.SelectMany(s => s), tag => Assert.False(tag.Key is "url.query" or "db.query.text", tag.Key));
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

    private sealed class Recorder : BaseProcessor<Activity>
    {
        private readonly ConcurrentQueue<KeyValuePair<string, object?>[]> seen = [];
        private readonly TaskCompletionSource<KeyValuePair<string, object?>[][]> two = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<KeyValuePair<string, object?>[][]> Two => two.Task.WaitAsync(TimeSpan.FromSeconds(30));

        public override void OnEnd(Activity data)
        {
            seen.Enqueue([.. data.TagObjects]);
            if (seen.Count >= 2) two.TrySetResult([.. seen]);
        }
    }
}
