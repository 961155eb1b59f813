using System.Text.Json;
using System.Text.Json.Nodes;
using Lineage.Contracts.OpenLineage;

namespace Lineage.Tests.OpenLineage;

public sealed class FacetRegistryTests
{
    public static IEnumerable<object[]> Examples => FacetExample.All;

    [Fact]
    public void Every_registered_facet_has_an_example() =>
        Assert.Empty(Examples.Where(one => !File.Exists(FacetExample.PathOf((FacetScope)one[0], (string)one[1]))).Select(one => $"{one[0]}.{one[1]}"));

    [Fact]
    public void Every_example_belongs_to_a_registered_facet() =>
        Assert.Empty(Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "OpenLineage", "Facets")).Select(Path.GetFileName)
            .Except(Examples.Select(one => Path.GetFileName(FacetExample.PathOf((FacetScope)one[0], (string)one[1])))));

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_passes_and_shows_every_member(FacetScope scope, string key)
    {
        var example = FacetExample.Load(scope, key);
        Assert.Empty(FacetExample.Check(scope, key, example));
        var shape = FacetRegistry.Find(scope, key)!.Shape;
        Assert.Empty(shape.Members.Except(example.Select(member => member.Key)).Except(["_deleted"]));
        Assert.Equal(shape.SchemaUrl, (string?)example["_schemaURL"]);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_comes_back_equal_through_its_record(FacetScope scope, string key)
    {
        var example = FacetExample.Element(FacetExample.Load(scope, key));
        var facet = FacetRegistry.Read(scope, key, example);
        Assert.IsType(FacetRegistry.Find(scope, key)!.Type, facet);
        var written = JsonSerializer.SerializeToElement(facet, facet.GetType(), OpenLineageJson.Default);
        Assert.True(JsonElement.DeepEquals(example, written), written.ToString());
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void A_record_holds_every_declared_member_as_a_property(FacetScope scope, string key)
    {
        var facet = FacetRegistry.Read(scope, key, FacetExample.Element(FacetExample.Load(scope, key)))!;
        Assert.Empty(FacetRegistry.ShapeOf(facet.GetType())!.Members.Intersect(facet.Additional?.Keys ?? Enumerable.Empty<string>()));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_absent_required_member_is_reported_at_its_place(FacetScope scope, string key)
    {
        foreach (var name in FacetRegistry.Find(scope, key)!.Shape.Required)
        {
            var broken = FacetExample.Load(scope, key);
            broken.Remove(name);
            Assert.Equal([$"/{name}: required, but absent"], FacetExample.Check(scope, key, broken));
        }
    }

    /// <summary>In the examples, names that begin with "our_" stand where anything goes.</summary>
    [Theory]
    [MemberData(nameof(Examples))]
    public void A_wrong_type_is_reported_at_its_place_however_deep(FacetScope scope, string key)
    {
        var pointers = FacetExample.Places(FacetExample.Load(scope, key)).Select(place => place.Pointer).Where(pointer => !IsFree(pointer)).ToList();
        Assert.NotEmpty(pointers);
        foreach (var pointer in pointers)
        {
            var broken = With(FacetExample.Load(scope, key), pointer, null);
            Assert.Contains(FacetExample.Check(scope, key, broken), finding => finding.StartsWith(pointer + ": ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_key_means_what_its_scope_says()
    {
        Assert.Equal(typeof(LineageJobFacet), FacetRegistry.Find(FacetScope.Job, "lineage")?.Type);
        Assert.Equal(typeof(LineageDatasetFacet), FacetRegistry.Find(FacetScope.Dataset, "lineage")?.Type);
        Assert.Null(FacetRegistry.Find(FacetScope.Run, "lineage"));
        Assert.Null(FacetRegistry.Find(FacetScope.Job, "SQL"));
    }

    private static bool IsFree(string pointer) => pointer.Contains("/our_", StringComparison.Ordinal);

    private static JsonObject With(JsonObject root, string pointer, JsonNode? value)
    {
        var steps = pointer[1..].Split('/').Select(step => step.Replace("~1", "/").Replace("~0", "~")).ToList();
        JsonNode at = root;
        foreach (var step in steps[..^1])
        {
            at = (at is JsonArray list ? list[int.Parse(step)] : at[step])!;
        }

        if (at is JsonArray items)
        {
            items[int.Parse(steps[^1])] = value;
        }
        else
        {
            at[steps[^1]] = value;
        }

        return root;
    }
}
