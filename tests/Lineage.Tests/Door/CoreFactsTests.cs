using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Lineage.Contracts;
using Lineage.Merkle;
using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Features.OpenLineage;

namespace Lineage.Tests.Door;

public class CoreFactsTests
{
    private static readonly string[] Plain = ["a", "ab", "a b", "a!", "a.b", "", "A", "z", "[", "]", ",", "n", "true"];
    private static readonly string[] Texts = ["a", "b", "<&>'+", "\u00e9", "\U0001F600", "\"\\", "\n\u0001\u007f", "\ufffd", "Z", ""];

    [Fact]
    public void The_core_facts_of_an_event_are_these_bytes_for_ever()
    {
        const string Event = """
            {"eventType":"COMPLETE","eventTime":"2026-01-05T08:00:00.5Z","run":{"runId":"r"},"job":{"namespace":"n","name":"j"},
             "inputs":[{"namespace":"p","name":"b"},{"namespace":"p","name":"a"}],
             "outputs":[{"namespace":"p","name":"o","facets":{"columnLineage":{"fields":{"x":{"inputFields":[
               {"namespace":"p","name":"b","field":"k","transformations":[{"type":"INDIRECT","subtype":"JOIN"},{"type":"DIRECT","subtype":"IDENTITY","masking":true}]}]}}}}}]}
            """;
        Assert.Equal(
            """{"dataset":null,"fields":[["p","b","k","p","o","x",[["DIRECT","IDENTITY",true],["INDIRECT","JOIN",false]]]],"inputs":[["p","a"],["p","b"]],"job":["n","j"],"kind":"Run","outputs":[["p","o"]],"run":"r","type":"COMPLETE","v":1,"valid":"2026-01-05T08:00:00.500000Z"}""",
            Encoding.UTF8.GetString(CoreFacts.Of(ObservationReader.Read(Encoding.UTF8.GetBytes(Event))!)));
    }

    [Property(MaxTest = 1000)]
    public Property They_are_the_canonical_json_of_a_sorted_document() => Prop.ForAll(Observations().ToArbitrary(), o => CoreFacts.Of(o).AsSpan().SequenceEqual(Slowly(o)));

    private static Gen<Observation> Observations() =>
        from names in Gen.OneOf(Gen.ArrayOf(Gen.Elements(Texts), 40), Gen.ArrayOf(Gen.Elements(Plain), 40))
        from counts in Gen.ArrayOf(Gen.Choose(0, 3), 4)
        select Make(names, counts);

    private static Observation Make(string[] names, int[] counts)
    {
        var at = 0;
        string Next() => names[at++ % names.Length];
        List<DatasetUse> uses = [.. Enumerable.Range(0, counts[0]).Select(_ => new DatasetUse(new(Next(), Next()), DatasetRole.Input)), .. Enumerable.Range(0, counts[1]).Select(_ => new DatasetUse(new(Next(), Next()), DatasetRole.Output))];
        List<FieldDerivation> fields = [.. Enumerable.Range(0, counts[2]).Select(n => new FieldDerivation(
            new(Next(), Next()), Next(), new(Next(), Next()), n == 1 ? null : Next(), [.. Enumerable.Range(0, counts[3]).Select(m => new Transformation(Next(), Next(), m == 1))], Basis.ColumnLineage))];
        return new(
            ObservationKind.Run, DateTimeOffset.UnixEpoch.AddTicks(1234560), counts[0] == 1 ? null : Next(), Next(), counts[1] == 1 ? null : new(Next(), Next()), counts[2] == 1 ? new(Next(), Next()) : null, null, true, null,
            uses, [], fields, [], [], [], []);
    }

    /// <summary>The same by the platform's JSON tree, as it was first written.</summary>
    private static byte[] Slowly(Observation o)
    {
        var core = new JsonObject
        {
            ["v"] = 1,
            ["kind"] = o.Kind.ToString(),
            ["valid"] = o.ValidAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
            ["type"] = o.EventType,
            ["run"] = o.RunId,
            ["job"] = o.Job is { } job ? new JsonArray(job.Namespace, job.Name) : null,
            ["dataset"] = o.Subject is { } subject ? new JsonArray(subject.Namespace, subject.Name) : null,
            ["inputs"] = List(o.Uses.Where(u => u.Role == DatasetRole.Input).Select(u => new JsonArray(u.Dataset.Namespace, u.Dataset.Name))),
            ["outputs"] = List(o.Uses.Where(u => u.Role == DatasetRole.Output).Select(u => new JsonArray(u.Dataset.Namespace, u.Dataset.Name))),
            ["fields"] = List(o.Fields.Select(f => new JsonArray(
                f.Source.Namespace, f.Source.Name, f.SourceField, f.Target.Namespace, f.Target.Name, f.TargetField, List(f.Transformations.Select(t => new JsonArray(t.Type, t.Subtype, t.Masking)))))),
        };
        using var document = JsonDocument.Parse(core.ToJsonString());
        return CanonicalJson.Bytes(document.RootElement);
    }

    private static JsonArray List(IEnumerable<JsonArray> items) => new([.. items.OrderBy(i => i.ToJsonString(), StringComparer.Ordinal)]);
}
