using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Lineage.Contracts.OpenLineage;

namespace Lineage.Tests.OpenLineage;

/// <summary>Whatever JSON comes, a check ends with findings and a reading with a facet or none.</summary>
public sealed partial class FacetPropertyTests
{
    private static readonly (FacetScope Scope, string Key)[] Keys =
        [.. FacetExample.All.Select(one => ((FacetScope)one[0], (string)one[1])), (FacetScope.Run, "our_own")];

    [Property(Arbitrary = [typeof(JsonTexts)], MaxTest = 1_000)]
    public void Any_JSON_is_checked_and_read_without_exception(JsonText json)
    {
        foreach (var (scope, key) in Keys)
        {
            CheckAndRead(scope, key, FacetExample.Element(json.Text));
        }
    }

    [Property(Arbitrary = [typeof(JsonTexts)], MaxTest = 1_000)]
    public void An_example_with_any_JSON_at_any_place_is_checked_and_read_without_exception(NonNegativeInt which, NonNegativeInt where, JsonText json)
    {
        var (scope, key) = Keys[which.Get % (Keys.Length - 1)];
        var example = FacetExample.Load(scope, key);
        var places = FacetExample.Places(example).Select(place => place.Value).OfType<JsonNode>().ToList();
        places[where.Get % places.Count].ReplaceWith("HERE");
        CheckAndRead(scope, key, FacetExample.Element(example.ToJsonString().Replace("\"HERE\"", json.Text)));
    }

    private static void CheckAndRead(FacetScope scope, string key, JsonElement json)
    {
        Assert.All(FacetRegistry.Check(scope, key, json), finding => Assert.Matches(Finding(), finding));
        var facet = FacetRegistry.Read(scope, key, json);
        Assert.Equal(json.ValueKind == JsonValueKind.Object, facet is not null);
        if (facet is not null)
        {
            JsonSerializer.SerializeToUtf8Bytes(facet, facet.GetType(), OpenLineageJson.Default);
        }
    }

    [GeneratedRegex("^(/([^/~]|~[01])*)*: [a-z].+$", RegexOptions.Singleline)]
    private static partial Regex Finding();

    public sealed record JsonText(string Text);

    public static class JsonTexts
    {
        private static readonly string[] Names =
            [.. FacetRegistry.Entries.SelectMany(entry => entry.Shape.Members).Distinct(), "type", "name", "namespace", "inputs", "job", "run", "left", "$id", "\\uD800", "a/b", ""];

        private static readonly string[] Scalars =
            ["null", "true", "false", "0", "-0", "1e400", "-1e-400", "1e99999999999", "123456789012345678901234567890", "9223372036854775808", "2.5", "\"\"", "\"x\"",
                "\"JOB\"", "\"DATASET\"", "\"binary\"", "\"literal\"", "\"\\uD800\"", "\"\\uDC00\\uD800\"", "\"\\u0000\"", "\"https://x.example\"", "\"2026-01-01T00:00:00Z\""];

        public static Arbitrary<JsonText> Text() => Gen.Sized(size => Value(Math.Min(size, 40))).Select(text => new JsonText(text)).ToArbitrary();

        private static Gen<string> Value(int size) => size <= 1
            ? Gen.Elements(Scalars)
            : Gen.Frequency(
                (2, Gen.Elements(Scalars)),
                (2, Value(size / 3).ListOf().Select(items => "[" + string.Join(',', items.Take(6)) + "]")),
                (4, Member(size / 3).ListOf().Select(members => "{" + string.Join(',', members.Take(8)) + "}")));

        private static Gen<string> Member(int size) => from name in Gen.Elements(Names) from value in Value(size) select $"\"{name}\":{value}";
    }
}
