using System.Net;
using System.Text;
using System.Text.Json;
using Lineage.IntegrationTests.Record;

namespace Lineage.IntegrationTests.Door;

/// <summary>What the OpenLineage door refuses, with status, type and place; nothing of it is stored.</summary>
public sealed class RefusalTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Job = "\"job\":{\"namespace\":\"n\",\"name\":\"j\"}";
    private const string Time = "\"eventTime\":\"2026-01-01T00:00:00Z\"";

    public static TheoryData<string, int, string, string?> Refused => new()
    {
        { "", 400, "malformed-json", null },
        { "   \r\n\t", 400, "malformed-json", null },
        { "nonsense", 400, "malformed-json", null },
        { "{", 400, "malformed-json", null },
        { $"{{{Time},{Job}", 400, "malformed-json", null },
        { $"{{{Time},{Job},}}", 400, "malformed-json", null },
        { $"{{{Time},/* why */{Job}}}", 400, "malformed-json", null },
        { $"{{{Time},{Job}}} x", 400, "malformed-json", null },
        { $"{{{Time},{Job},\"x\":\"\u0001\"}}", 400, "malformed-json", null },
        { $"{{{Time},{Job},\"x\":01}}", 400, "malformed-json", null },
        { $"{{{Time},{Job},\"x\":NaN}}", 400, "malformed-json", null },
        { "\"text\"", 400, "not-an-object", "" },
        { "42", 400, "not-an-object", "" },
        { "null", 400, "not-an-object", "" },
        { "{}", 422, "event-without-identity", "/eventTime" },
        { $"{{{Time}}}", 422, "unknown-event", "" },
        { $"{{{Job}}}", 422, "event-without-identity", "/eventTime" },
        { $"{{\"eventTime\":null,{Job}}}", 422, "event-without-identity", "/eventTime" },
        { $"{{\"eventTime\":1767225600,{Job}}}", 422, "event-without-identity", "/eventTime" },
        { $"{{\"eventTime\":\"yesterday\",{Job}}}", 422, "event-without-identity", "/eventTime" },
        { $"{{\"eventTime\":\"2026-02-30T00:00:00Z\",{Job}}}", 422, "event-without-identity", "/eventTime" },
        { $"{{\"eventTime\":\"2026-01-01T00:00:00+19:00\",{Job}}}", 422, "event-without-identity", "/eventTime" },
        { $"{{\"eventTime\":\"0001-01-01T00:00:00+01:00\",{Job}}}", 422, "event-without-identity", "/eventTime" },
        { $"{{\"eventTime\":\"2026-01-01T00:00:00Z\\ud800\",{Job}}}", 422, "event-without-identity", "/eventTime" },
        { $"{{{Time},{Job},\"run\":null}}", 422, "event-without-identity", "/run" },
        { $"{{{Time},{Job},\"run\":\"r\"}}", 422, "event-without-identity", "/run" },
        { $"{{{Time},{Job},\"run\":{{}}}}", 422, "event-without-identity", "/run/runId" },
        { $"{{{Time},{Job},\"run\":{{\"runId\":\"\"}}}}", 422, "event-without-identity", "/run/runId" },
        { $"{{{Time},{Job},\"run\":{{\"runId\":7}}}}", 422, "event-without-identity", "/run/runId" },
        { $"{{{Time},{Job},\"run\":{{\"runId\":\"a\\u0000b\"}}}}", 422, "event-without-identity", "/run/runId" },
        { $"{{{Time},\"run\":{{\"runId\":\"r\"}}}}", 422, "event-without-identity", "/job" },
        { $"{{{Time},\"job\":null}}", 422, "event-without-identity", "/job" },
        { $"{{{Time},\"job\":[]}}", 422, "event-without-identity", "/job" },
        { $"{{{Time},\"job\":{{\"name\":\"j\"}}}}", 422, "event-without-identity", "/job/namespace" },
        { $"{{{Time},\"job\":{{\"namespace\":\"n\"}}}}", 422, "event-without-identity", "/job/name" },
        { $"{{{Time},\"job\":{{\"namespace\":\"n\",\"name\":\"\"}}}}", 422, "event-without-identity", "/job/name" },
        { $"{{{Time},\"job\":{{\"namespace\":\"n\",\"name\":[]}}}}", 422, "event-without-identity", "/job/name" },
        { $"{{{Time},\"job\":{{\"namespace\":\"n\",\"name\":\"\\udc00\"}}}}", 422, "event-without-identity", "/job/name" },
        { $"{{{Time},\"dataset\":{{\"namespace\":\"n\"}}}}", 422, "event-without-identity", "/dataset/name" },
        { $"{{{Time},\"dataset\":\"d\"}}", 422, "event-without-identity", "/dataset" },
        { $"{{{Time},{Job},\"inputs\":{{}}}}", 422, "event-without-identity", "/inputs" },
        { $"{{{Time},{Job},\"outputs\":\"d\"}}", 422, "event-without-identity", "/outputs" },
        { $"{{{Time},{Job},\"inputs\":[{{\"namespace\":\"d\",\"name\":\"a\"}},{{\"namespace\":\"d\"}}]}}", 422, "event-without-identity", "/inputs/1/name" },
        { $"{{{Time},{Job},\"outputs\":[null]}}", 422, "event-without-identity", "/outputs/0" },
        { $"{{{Time},{Job},\"outputs\":[{{\"namespace\":\"\",\"name\":\"a\"}}]}}", 422, "event-without-identity", "/outputs/0/namespace" },
        { $"{{{Time},\"job\":{{\"namespace\":\"n\",\"name\":\"{new string('x', 2049)}\"}}}}", 422, "event-without-identity", "/job/name" },
        { $"{{{Time},{Job},\"x\":{Nested(1000)}}}", 400, "nested-too-deep", null },
        { $"{{{Time},{Job},\"x\":{Nested(5000)}}}", 400, "nested-too-deep", null },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Malformed_events_are_refused_with_the_place_and_are_not_stored(string body, int status, string type, string? place)
    {
        var tenant = shared.NewTenant();
        using var answer = await tenant.Post(body);
        await Refusal(answer, status, type, place);
        Assert.Equal(0, await Rows.Events(tenant));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task In_a_batch_the_same_event_fails_by_itself(string body, int status, string type, string? place)
    {
        // As one line among others; what has no characters is no line.
        if (string.IsNullOrWhiteSpace(body)) return;
        var tenant = shared.NewTenant();
        var (before, after) = (Ol.Job("2026-01-01T00:00:00Z", "before"), Ol.Job("2026-01-01T00:00:00Z", "after"));
        using var answer = await tenant.Post($"{before}\n{body}\n{after}", "/api/v1/lineage/batch", "application/x-ndjson");
        var batch = await TestTenant.Read<TestBatch>(answer);
        Assert.Equal(("partial_success", new(3, 2, 1, 0)), (batch.Status, batch.Summary));
        var failed = Assert.Single(batch.FailedEvents);
        Assert.Equal((1, false), (failed.Index, failed.Retriable));
        if (!string.IsNullOrEmpty(place)) Assert.StartsWith($"{place}: ", failed.Reason, StringComparison.Ordinal);
        Assert.Equal(2, await Rows.Events(tenant));
        Assert.Equal([0L, 2L], batch.Receipts.Select(r => r.Index!.Value));
        Assert.True(status is 400 or 422 && type.Length > 0);
    }

    [Fact]
    public async Task Invalid_UTF_8_is_refused()
    {
        var tenant = shared.NewTenant();
        using var answer = await tenant.Post([.. Encoding.UTF8.GetBytes($"{{{Time},{Job},\"x\":\""), 0xC3, 0x28, .. "\"}"u8]);
        await Refusal(answer, 400, "malformed-text", null);
        Assert.Equal(0, await Rows.Events(tenant));
    }

    [Fact]
    public async Task A_refusal_never_repeats_what_was_sent()
    {
        using var answer = await shared.NewTenant().Post($"{{{Time},\"job\":{{\"namespace\":\"n\",\"name\":\"secret\\u0000name\"}}}}");
        Assert.DoesNotContain("secret", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_role_or_a_token_nothing_is_taken()
    {
        var tenant = shared.NewTenant();
        using var content = new StringContent($"{{{Time},{Job}}}", Encoding.UTF8, "application/json");
        using var asReader = await tenant.Reader.PostAsync(new Uri("/api/v1/lineage", UriKind.Relative), content);
        await Refusal(asReader, 403, "forbidden", null);
        using var stranger = new HttpClient { BaseAddress = shared.Server.Running.Url };
        foreach (var path in new[] { "/api/v1/lineage", "/api/v1/lineage/batch" })
        {
            using var anonymous = await stranger.PostAsync(new Uri(path, UriKind.Relative), content);
            await Refusal(anonymous, 401, "unauthenticated", null);
        }

        Assert.Equal(0, await Rows.Events(tenant));
    }

    [Fact]
    public async Task An_emitter_limited_to_namespaces_writes_to_no_other()
    {
        var tenant = shared.NewTenant();
        using var limited = shared.Server.Client(tenant.Name, "limited", ["emitter"], ["hr", "d"]);
        async Task<HttpResponseMessage> Post(string body)
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            return await limited.PostAsync(new Uri("/api/v1/lineage", UriKind.Relative), content);
        }

        var (allowed, forbidden) = ($"{{{Time},\"job\":{{\"namespace\":\"hr.payroll\",\"name\":\"j\"}}}}", $"{{{Time},{Job}}}");
        using (var answer = await Post(forbidden)) await Refusal(answer, 403, "namespace-not-allowed", "/job/namespace");
        using (var answer = await Post($"{{{Time},\"dataset\":{{\"namespace\":\"x\",\"name\":\"y\"}}}}")) await Refusal(answer, 403, "namespace-not-allowed", "/dataset/namespace");
        using (var answer = await Post(allowed)) Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        using (var answer = await Post($"[{forbidden},{Ol.Dataset("2026-01-01T00:00:00Z", Ol.Data("a"))}]"))
        {
            var batch = await TestTenant.Read<TestBatch>(answer);
            Assert.Equal((0, false), (batch.FailedEvents.Single().Index, batch.FailedEvents.Single().Retriable));
            Assert.Equal(1, batch.Receipts.Single().Index);
        }

        Assert.Equal(2, await Rows.Events(tenant));
    }

    internal static string Nested(int levels) => new string('[', levels) + new string(']', levels);

    internal static async Task Refusal(HttpResponseMessage answer, int status, string type, string? place)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == status, $"{answer.StatusCode}: {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonSerializer.Deserialize<JsonElement>(text);
        Assert.Equal($"urn:lineage:problem:{type}", problem.GetProperty("type").GetString());
        if (place is not null) Assert.Equal(place, problem.GetProperty("pointer").GetString());
        else Assert.False(problem.TryGetProperty("pointer", out _));
        Assert.NotEmpty(answer.Headers.GetValues("X-Request-Id"));
    }
}
