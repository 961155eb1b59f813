using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Features.Graph.Reading;

namespace Lineage.Tests.Graph;

public class GroupFactsTests
{
    private static readonly Guid A = new("00000000-0000-0000-0000-00000000000a");
    private static readonly Guid B = new("00000000-0000-0000-0000-00000000000b");
    private static readonly Guid C = new("00000000-0000-0000-0000-00000000000c");
    private static readonly Guid D = new("00000000-0000-0000-0000-00000000000d");

    [Fact]
    public void Without_facets_every_input_feeds_every_output() =>
        Assert.Equal([(A, C), (A, D), (B, C), (B, D)], Pairs(Run([A, B], [C, D])));

    [Fact]
    public void Column_lineage_of_an_output_replaces_the_guess_for_that_output_alone()
    {
        var run = Run([A, B], [C, D]);
        run.State("columnLineage", A, C);
        Assert.Equal([(A, C), (A, D), (B, D)], Pairs(run));
    }

    [Fact]
    public void An_explicit_lineage_facet_replaces_all_guessing()
    {
        var run = Run([A, B], [C, D]);
        run.State("columnLineage", A, C);
        run.State("lineage", null, null);
        run.State("lineage", B, D);
        Assert.Equal([(B, D)], Pairs(run));
    }

    [Fact]
    public void A_lineage_facet_that_names_no_source_says_that_there_is_none()
    {
        var run = Run([A], [C]);
        run.State("lineage", null, null);
        Assert.Empty(run.Precise());
    }

    [Fact]
    public void A_dataset_is_never_made_from_itself()
    {
        var run = Run([A, B], [A]);
        run.State("columnLineage", A, A);
        Assert.Empty(run.Precise());
        Assert.Equal([(B, A)], run.Cartesian().Select(e => (e.Source, e.Target)));
    }

    [Fact]
    public void An_edge_says_what_it_rests_on()
    {
        var run = Run([A, B], [C, D]);
        run.State("columnLineage", A, C);
        Assert.Equal([Basis.ColumnLineage, Basis.Inputs, Basis.Inputs], run.Precise().OrderBy(e => e.Target).ThenBy(e => e.Source).Select(e => e.Basis));
    }

    private static GroupFacts Run(Guid[] inputs, Guid[] outputs)
    {
        var run = new GroupFacts(Guid.Empty);
        foreach (var input in inputs) run.Use("input", input);
        foreach (var output in outputs) run.Use("output", output);
        return run;
    }

    private static IEnumerable<(Guid, Guid)> Pairs(GroupFacts group) => group.Precise().Select(e => (e.Source, e.Target)).Order();
}
