using System.Text.Json;
using Lineage.Contracts.OpenLineage;
using Xunit.Abstractions;

namespace Lineage.Tests.OpenLineage;

public sealed class SharedFacetTests(ITestOutputHelper output)
{
    private const string Examples = "data/openlineage/_facet_examples";

    /// <summary>Files are named after the schema's title: <c>Title_variant.json</c>, holding one facet under its key.</summary>
    [SharedFact(Examples)]
    public void The_examples_of_the_specification_pass()
    {
        var files = Directory.GetFiles(SharedData.PathOf(Examples), "*.json");
        Assert.NotEmpty(files);
        Assert.Empty(files.SelectMany(Faults));
    }

    [SharedFact("data/openlineage")]
    public void Facets_of_recorded_events_are_read_as_their_type_whenever_they_pass()
    {
        var facets = Directory.GetFiles(SharedData.PathOf("data/openlineage"), "*.json", SearchOption.AllDirectories)
            .Where(file => file.Contains($"{Path.DirectorySeparatorChar}events{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => Facets(FacetExample.Element(File.ReadAllText(file)))).ToList();
        Assert.NotEmpty(facets);
        foreach (var (scope, key, facet) in facets)
        {
            var findings = FacetRegistry.Check(scope, key, facet);
            var read = FacetRegistry.Read(scope, key, facet);
            Assert.NotNull(read);
            if (findings.Count == 0)
            {
                Assert.Equal(FacetRegistry.Find(scope, key)?.Type ?? typeof(CustomFacet), read.GetType());
            }
        }

        foreach (var group in facets.SelectMany(one => FacetRegistry.Check(one.Scope, one.Key, one.Facet).Select(finding => $"{one.Scope} {one.Key} {finding}")).CountBy(text => text))
        {
            output.WriteLine($"{group.Value} x {group.Key}");
        }
    }

    private static IEnumerable<string> Faults(string file)
    {
        var title = Path.GetFileName(file).Split('_')[0];
        var facet = FacetExample.Element(File.ReadAllText(file)).EnumerateObject().Single();
        var findings = FacetRegistry.Entries.Where(entry => entry.Shape.SchemaUrl.Contains($"/{title}.json", StringComparison.Ordinal))
            .Select(entry => FacetRegistry.Check(entry.Shape.Scopes[0], facet.Name, facet.Value)).ToList();

        // Two schemas describe two scopes under one key: the example belongs to one of them.
        return findings.Count == 0 ? [$"{title}: not registered"] : findings.MinBy(some => some.Count)!.Select(finding => $"{Path.GetFileName(file)} {finding}");
    }

    private static IEnumerable<(FacetScope Scope, string Key, JsonElement Facet)> Facets(JsonElement json)
    {
        IEnumerable<JsonElement> events = json.ValueKind == JsonValueKind.Array ? json.EnumerateArray() : [json];
        foreach (var one in events)
        {
            IEnumerable<(FacetScope Scope, JsonElement Facets)> maps =
            [
                .. In(one, "run", FacetScope.Run, "facets"), .. In(one, "job", FacetScope.Job, "facets"), .. In(one, "dataset", FacetScope.Dataset, "facets"),
                .. In(one, "inputs", FacetScope.Dataset, "facets"), .. In(one, "inputs", FacetScope.Input, "inputFacets"),
                .. In(one, "outputs", FacetScope.Dataset, "facets"), .. In(one, "outputs", FacetScope.Output, "outputFacets"),
            ];
            foreach (var (scope, facets) in maps)
            {
                foreach (var facet in facets.EnumerateObject())
                {
                    yield return (scope, facet.Name, facet.Value);
                }
            }
        }
    }

    private static IEnumerable<(FacetScope Scope, JsonElement Facets)> In(JsonElement one, string member, FacetScope scope, string name)
    {
        if (!one.TryGetProperty(member, out var found))
        {
            return [];
        }

        IEnumerable<JsonElement> owners = found.ValueKind == JsonValueKind.Array ? found.EnumerateArray() : [found];
        return owners.Where(owner => owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var facets) && facets.ValueKind == JsonValueKind.Object)
            .Select(owner => (scope, owner.GetProperty(name)));
    }
}
