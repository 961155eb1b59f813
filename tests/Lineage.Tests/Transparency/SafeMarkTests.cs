using FsCheck.Xunit;
using Lineage.Server.Features.Transparency.Sealing;

namespace Lineage.Tests.Transparency;

public class SafeMarkTests
{
    private static HashSet<string> Open(params string[] transactions) => [.. transactions];

    [Fact]
    public void With_nobody_at_work_everything_drawn_is_safe() => Assert.Equal(7, new SafeMark().Learn(7, Open()));

    [Fact]
    public void A_number_is_not_safe_while_anyone_who_was_at_work_when_it_was_drawn_still_is()
    {
        var mark = new SafeMark();
        Assert.Equal(0, mark.Learn(7, Open("3/1", "4/1")));
        Assert.Equal(0, mark.Learn(8, Open("4/1", "5/1")));
        Assert.Equal(7, mark.Learn(9, Open("5/1", "6/1")));
        Assert.Equal(9, mark.Learn(9, Open()));
    }

    [Fact]
    public void A_writer_that_never_pauses_as_a_whole_does_not_hold_the_mark_back()
    {
        var mark = new SafeMark();
        for (var i = 1; i <= 100; i++) mark.Learn(i, Open($"3/{i}", $"4/{i / 2}"));
        Assert.InRange(mark.Value, 97, 99);
    }

    [Fact]
    public void However_long_one_transaction_lasts_no_more_than_a_bounded_number_of_looks_is_remembered()
    {
        var mark = new SafeMark();
        for (var i = 1; i <= 10_000; i++) mark.Learn(i, Open("3/1"));
        Assert.Equal(0, mark.Value);
        Assert.InRange(mark.Learn(10_000, Open()), 64, 10_000);
        Assert.Equal(10_000, mark.Learn(10_000, Open()));
    }

    // Transactions begin, draw numbers and end in any interleaving; the mark must never pass a number whose transaction is still at work.
    [Property(MaxTest = 500)]
    public void The_mark_never_passes_a_number_that_may_still_appear(byte[] steps)
    {
        var (mark, drawn, next) = (new SafeMark(), 0L, 0);
        var atWork = new Dictionary<string, long>();
        foreach (var step in steps)
        {
            switch (step % 3)
            {
                case 0: atWork[$"v/{next++}"] = ++drawn; break;
                case 1 when atWork.Count > 0: atWork.Remove(atWork.Keys.ElementAt(step / 3 % atWork.Count)); break;
                default: mark.Learn(drawn, atWork.Keys.ToHashSet()); break;
            }

            Assert.All(atWork.Values, number => Assert.True(mark.Value < number));
        }
    }
}
