using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit.Sdk;

namespace Lineage.IntegrationTests.Graph;

/// <summary>Recorded events of real tools give the graph that an independent program computed from them.</summary>
public sealed class ScenarioTests(SharedServer shared) : IClassFixture<SharedServer>
{
    public static TheoryData<string> Scenarios => [.. Scenario.Folders()];

    [SharedTheory]
    [MemberData(nameof(Scenarios))]
    public async Task The_graph_is_the_expected_one(string scenario)
    {
        var (events, expected) = Scenario.Read(scenario);
        await Check(shared.NewTenant(), events, expected);
    }

    [SharedTheory]
    [MemberData(nameof(Scenarios))]
    public async Task In_any_order_and_sent_twice_the_graph_is_the_expected_one(string scenario)
    {
        var (events, expected) = Scenario.Read(scenario);

        // What has the same time keeps its order: only that decides which facet holds.
        var random = new Random(scenario.Length);
        var shuffled = events.Concat(events).GroupBy(Scenario.TimeOf).OrderBy(_ => random.Next()).SelectMany(g => g).ToList();
        await Check(shared.NewTenant(), shuffled, expected, lastByArrival: false);
    }

    private static async Task Check(TestTenant tenant, IReadOnlyList<string> events, JsonObject expected, bool lastByArrival = true)
    {
        using var answer = await tenant.Post(string.Join('\n', events), "/api/v1/lineage/batch", "application/x-ndjson");
        var batch = await TestTenant.Read<TestBatch>(answer);
        if (lastByArrival) Assert.Equal(expected["rejected"]!.AsArray().Count, batch.Summary.Failed);
        await tenant.CatchUp();
        var actual = await tenant.Export("?asOf=9999-01-01T00:00:00Z");
        foreach (var (key, value) in expected)
            if (key is not ("events" or "rejected"))
                Assert.True(Scenario.Canonical(value) == Scenario.Canonical(actual[key]), $"{key}: expected {Scenario.Canonical(value)} but got {Scenario.Canonical(actual[key])}");
    }
}

/// <summary>The folders of recorded events beside the repository (LINEAGE_SHARED, or ../shared).</summary>
internal static class Scenario
{
    public const string Absent = "(no shared data)";

    public static string Root { get; } = Path.Combine(
        Environment.GetEnvironmentVariable("LINEAGE_SHARED") is { Length: > 0 } given ? given : Path.Combine(Repository(), "..", "shared"), "data", "openlineage");

    public static IEnumerable<string> Folders() => Directory.Exists(Root)
        ? Directory.EnumerateDirectories(Root).Where(d => File.Exists(Path.Combine(d, "expected.json"))).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)
        : [Absent];

    public static (IReadOnlyList<string> Events, JsonObject Expected) Read(string scenario)
    {
        var folder = Path.Combine(Root, scenario);
        var events = Directory.Exists(Path.Combine(folder, "events")) ? Path.Combine(folder, "events") : folder;
        var files = Directory.EnumerateFiles(events).Where(f => Path.GetExtension(f) is ".json" or ".ndjson" or ".jsonl" && Path.GetFileName(f) is not ("expected.json" or "scenario.json"));
        return ([.. files.Order(StringComparer.Ordinal).SelectMany(f => Split(File.ReadAllText(f)))], JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")))!.AsObject());
    }

    public static string TimeOf(string e) => JsonNode.Parse(e)?["eventTime"]?.ToString() ?? "";

    /// <summary>Lists as sets, times as instants, members by name.</summary>
    public static string Canonical(JsonNode? node) => node switch
    {
        JsonObject o => "{" + string.Join(',', o.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}:{(p.Key is "startedAt" or "endedAt" && p.Value is not null ? Instant(p.Value) : Canonical(p.Value))}")) + "}",
        JsonArray a when a.Count > 0 && a.All(i => i is JsonValue or null) => "[" + string.Join(',', a.Select(i => Canonical(i))) + "]",
        JsonArray a when a.Count > 0 && a[0] is JsonValue => "[" + string.Join(',', a.Select(i => Canonical(i))) + "]",
        JsonArray a => "[" + string.Join(',', a.Select(i => Canonical(i)).Order(StringComparer.Ordinal)) + "]",
        null => "null",
        _ => node.ToJsonString(),
    };

    private static string Instant(JsonNode time) =>
        Lineage.Server.Features.Graph.Interpretation.EventTime.Read(time.GetValue<string>())!.Value.UtcDateTime.ToString("O");

    private static IEnumerable<string> Split(string text)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            return text.Split('\n').Where(l => !string.IsNullOrWhiteSpace(l));
        }

        using (document)
            return document.RootElement.ValueKind == JsonValueKind.Array ? [.. document.RootElement.EnumerateArray().Select(Line)] : [Line(document.RootElement)];
    }

    // Written anew on one line, since a line is an event.
    private static string Line(JsonElement e) => JsonSerializer.Serialize(e);

    private static string Repository()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "Lineage.sln"))) at = at.Parent;
        return at?.FullName ?? AppContext.BaseDirectory;
    }
}

/// <summary>A theory over data that lives outside the repository: skipped, and said to be, where the data is absent.</summary>
[XunitTestCaseDiscoverer("Xunit.Sdk.TheoryDiscoverer", "xunit.execution.{Platform}")]
public sealed class SharedTheoryAttribute : TheoryAttribute
{
    public SharedTheoryAttribute()
    {
        if (!Directory.Exists(Scenario.Root)) Skip = "skipped: no recorded events beside the repository (set LINEAGE_SHARED)";
    }
}
