using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Lineage.IntegrationTests.Door;

/// <summary>Whatever is sent, the door answers with what it kept or refused, and what it kept the projections can read.</summary>
public sealed class FuzzTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Event = """
        {"eventTime":"2026-01-01T00:00:00Z","eventType":"COMPLETE","producer":"https://p","schemaURL":"https://s",
        "run":{"runId":"r","facets":{"parent":{"run":{"runId":"p"},"job":{"namespace":"n","name":"p"},"root":{"run":{"runId":"q"},"job":{"namespace":"n","name":"q"}}},
        "jobDependencies":{"upstream":[{"job":{"namespace":"n","name":"u"}}],"downstream":[{"job":{"namespace":"n","name":"w"}}]},"tags":{"tags":[{"key":"k","value":"v"}]}}},
        "job":{"namespace":"n","name":"j","facets":{"sql":{"query":"select"},"ownership":{"owners":[{"name":"o","type":"t"}]},
        "lineage":{"entries":[{"namespace":"d","name":"x","type":"DATASET","inputs":[{"namespace":"d","name":"y","type":"DATASET","field":"f"}],"fields":{"g":{"inputs":[{"namespace":"d","name":"y","type":"DATASET","field":"f","transformations":[{"type":"DIRECT","subtype":"IDENTITY","masking":true}]}]}}}]}}},
        "inputs":[{"namespace":"d","name":"a","facets":{"schema":{"fields":[{"name":"f","type":"int","fields":[{"name":"g"}]}]},"symlinks":{"identifiers":[{"namespace":"d","name":"b","type":"TABLE"}]}},"inputFacets":{"inputStatistics":{"rowCount":1}}}],
        "outputs":[{"namespace":"d","name":"x","facets":{"columnLineage":{"fields":{"f":{"inputFields":[{"namespace":"d","name":"a","field":"f","transformations":[{"type":"DIRECT","subtype":"IDENTITY","masking":false}]}],"transformationType":"MASKED"}},"dataset":[{"namespace":"d","name":"a","field":"g"}]},
        "version":{"datasetVersion":"1"},"tags":{"tags":[{"key":"k","value":"v","field":"f"}]},"lifecycleStateChange":{"lifecycleStateChange":"CREATE","previousIdentifier":{"namespace":"d","name":"o"}}}}]}
        """;

    private static readonly string[] s_odd =
    [
        "null", "true", "0", "-1", "1e999", "-0.0", "12345678901234567890", "\"\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udfff\\ud800\"", "\"a\\u0000b\"", "\"\\u2028\"", "\"2026-01-01\"",
        "{}", "[]", "[[]]", "[null]", "[{}]", "{\"\":{}}", "{\"\\u0000\":1}", "{\"\\ud800\":{\"name\":\"x\"}}", "{\"namespace\":\"d\",\"name\":\"a\"}", "{\"_deleted\":true}", "{\"_deleted\":\"no\"}",
        $"\"{new string('ü', 3000)}\"", RefusalTests.Nested(60), "{\"type\":\"JOB\"}", "{\"a/b~c\":{\"_producer\":7}}", "\"\\\\\\\"\"", "nope", "{\"a\":1,\"a\":2}",
    ];

    [Property(Arbitrary = [typeof(Bodies)], MaxTest = 250)]
    public async Task No_body_makes_the_server_fail(Body body)
    {
        var tenant = shared.NewTenant();
        using var one = await tenant.Post(body.Bytes);
        Assert.True((int)one.StatusCode < 500, $"{one.StatusCode}: {await one.Content.ReadAsStringAsync()}");
        using var batch = await tenant.Post([.. "["u8, .. body.Bytes, .. "]"u8], "/api/v1/lineage/batch");
        Assert.True((int)batch.StatusCode < 500, $"{batch.StatusCode}: {await batch.Content.ReadAsStringAsync()}");
        await tenant.CatchUp();
        await tenant.Export("?asOf=9999-01-01T00:00:00Z");
    }

    /// <param name="Bytes">A mutated event.</param>
    public sealed record Body(byte[] Bytes)
    {
        public override string ToString() => Encoding.UTF8.GetString(Bytes);
    }

    public static class Bodies
    {
        public static Arbitrary<Body> Body() => Gen.Frequency((4, Values()), (2, Keys()), (1, Bytes())).ToArbitrary();

        /// <summary>One or two places of the event hold something odd.</summary>
        private static Gen<Body> Values() =>
            from first in Gen.Choose(0, 10_000)
            from second in Gen.Choose(0, 10_000)
            from odd in Gen.Elements(s_odd)
            from other in Gen.Elements(s_odd)
            from both in Gen.Elements(true, false)
            select new Body(Encoding.UTF8.GetBytes(both ? Replace((first, other), (second, odd)) : Replace((first, odd))));

        private static Gen<Body> Keys() =>
            from at in Gen.Choose(0, 10_000)
            from key in Gen.Elements("\\u0000", "\\ud800", "", "namespace", "name", "facets", "run", "_deleted", "x\\/y")
            select new Body(Encoding.UTF8.GetBytes(Rename(at, key)));

        private static Gen<Body> Bytes() =>
            from at in Gen.Choose(0, Event.Length - 1)
            from length in Gen.Choose(0, 30)
            from put in Gen.Choose(0, 255).ArrayOf()
            select new Body([.. Encoding.UTF8.GetBytes(Event)[..at], .. put.Select(b => (byte)b), .. Encoding.UTF8.GetBytes(Event)[Math.Min(Event.Length, at + length)..]]);

        private static string Replace(params (int At, string Odd)[] places)
        {
            var root = JsonNode.Parse(Event)!;
            for (var n = 0; n < places.Length; n++)
            {
                var all = Nodes(root).ToList();
                all[places[n].At % all.Count].ReplaceWith($"§{n}");
            }

            var text = root.ToJsonString(s_plain);
            for (var n = 0; n < places.Length; n++) text = text.Replace($"\"§{n}\"", places[n].Odd, StringComparison.Ordinal);
            return text;
        }

        private static readonly System.Text.Json.JsonSerializerOptions s_plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

        private static string Rename(int at, string key)
        {
            var starts = System.Text.RegularExpressions.Regex.Matches(Event, "\"(\\w+)\":");
            var match = starts[at % starts.Count].Groups[1];
            return Event[..match.Index] + key + Event[(match.Index + match.Length)..];
        }

        private static IEnumerable<JsonNode> Nodes(JsonNode node) => node switch
        {
            JsonObject o => o.Where(p => p.Value is not null).SelectMany(p => Nodes(p.Value!).Prepend(p.Value!)),
            JsonArray a => a.Where(i => i is not null).SelectMany(i => Nodes(i!).Prepend(i!)),
            _ => [],
        };
    }
}
