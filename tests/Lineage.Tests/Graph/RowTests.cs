using Lineage.Server.Features.Graph.Engine;

namespace Lineage.Tests.Graph;

public class RowTests
{
    private static readonly Guid s_job = Id(100), s_first = Id(1), s_second = Id(2), s_a = Id(11), s_b = Id(12), s_c = Id(13);
    private readonly FactStore _facts = new();

    [Fact]
    public void The_current_run_is_the_last_that_completed_by_start_on_every_day()
    {
        Run(1, s_first, 10, Phase.Start);
        Run(2, s_second, 20, Phase.Start);
        Run(3, s_second, 30, Phase.Complete);
        Run(4, s_first, 40, Phase.Complete);
        Run(5, s_second, 50, Phase.Fail);
        var spans = new Spans(_facts, long.MaxValue);
        Assert.Equal([new(50, Span.Ever), new(10, 30)], spans.Of(0));
        Assert.Equal([new(30, 50), new(20, 30)], spans.Of(1));
        Assert.Equal([new(10, Span.Ever)], new Spans(_facts, 2).Of(0));
    }

    [Fact]
    public void Edges_that_many_runs_made_are_one_line_with_the_days_joined()
    {
        for (var n = 1; n <= 50; n++)
        {
            Run(n, Id(1000 + n), n * 10, Phase.Complete);
            _facts.Use(_facts.At(n), s_a, Role.Input);
            _facts.Use(_facts.At(n), s_b, Role.Output);
        }

        Assert.Equal([(10L, Span.Ever)], new RowBuilder(_facts, true, long.MaxValue).Build(RowKind.Sources, _facts.Datasets.Find(s_b)).Select(l => (l.From, l.Until)));
        Assert.Empty(new RowBuilder(_facts, true, 0).Build(RowKind.Sources, _facts.Datasets.Find(s_b)));
    }

    [Fact]
    public void A_kept_row_is_made_anew_after_an_event_that_changes_it()
    {
        Run(1, s_first, 10, Phase.Complete);
        _facts.Use(_facts.At(1), s_a, Role.Input);
        _facts.Use(_facts.At(1), s_b, Role.Output);
        _facts.Compact();
        Assert.Equal([_facts.Datasets.Find(s_a)], Sources());
        Run(2, s_second, 20, Phase.Complete);
        _facts.Use(_facts.At(2), s_c, Role.Input);
        _facts.Use(_facts.At(2), s_b, Role.Output);
        _facts.Compact();
        Assert.Equal([_facts.Datasets.Find(s_c)], Sources());
    }

    [Fact]
    public void Rows_are_forgotten_when_they_take_too_much()
    {
        Run(1, s_first, 10, Phase.Complete);
        _facts.Use(_facts.At(1), s_a, Role.Input);
        _facts.Use(_facts.At(1), s_b, Role.Output);
        Assert.Single(Sources());
        Assert.True(_facts.Rows.Bytes > 0);
        _facts.Rows.Shrink(0);
        Assert.Equal(0, _facts.Rows.Bytes);
        Assert.Single(Sources());
    }

    private int[] Sources() => [.. new Rows(_facts, true, long.MaxValue, long.MaxValue).Of(RowKind.Sources, _facts.Datasets.Find(s_b)).ToArray().Select(line => line.To)];

    private void Run(long sequence, Guid run, long at, Phase phase) => _facts.Observe(sequence, at, Sort.Run, phase, true, run, s_job, null, null);

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);
}
