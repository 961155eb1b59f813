using Lineage.Cli.Demo;

namespace Lineage.Tests.Cli;

public sealed class DemoTests
{
    [Theory]
    [InlineData("a,b\r\n1,2\r\n")]
    [InlineData("a,b\n1,2")]
    public void Rows_are_read_with_either_line_end_and_with_or_without_a_last_one(string text) =>
        Assert.Equal([["a", "b"], ["1", "2"]], Csv.Parse(text));

    [Fact]
    public void What_is_written_is_read_back()
    {
        string[] cells = ["plain", "", "with, comma", "with \"quotes\"", "two\r\nlines"];

        Assert.Equal([cells, cells], Csv.Parse(Csv.Line(cells) + Csv.Line(cells)));
    }

    [Theory]
    [InlineData("a,b\n1\n")]
    [InlineData("a,b\n1,2,3\n")]
    [InlineData("a,b\n\"1,2\n")]
    public void Ragged_rows_and_open_quotes_are_refused(string text) => Assert.Throws<FormatException>(() => Csv.Parse(text));

    [Fact]
    public void The_shop_is_the_same_each_time_and_its_people_are_invented()
    {
        var (customers, orders) = SyntheticShop.Make();

        Assert.Equal((customers, orders), SyntheticShop.Make());
        Assert.Equal(SyntheticShop.Customers + 1, Csv.Parse(customers).Count);
        Assert.All(Csv.Parse(customers).Skip(1), row => Assert.EndsWith("@example.org", row[2], StringComparison.Ordinal));
        Assert.InRange(Csv.Parse(orders).Count, 800, 10_000);
    }

    [Fact]
    public void The_model_learns_a_rule_that_is_there()
    {
        var rows = Enumerable.Range(0, 100).Select(i => new double[] { i, i % 7, 5 }).ToList();
        var labels = rows.Select(r => r[0] >= 40).ToList();

        var model = LogisticRegression.Train(rows, labels, epochs: 500, rate: 0.5);

        Assert.True(model.Accuracy(rows, labels) > 0.95);
        Assert.True(model.LogLoss(rows, labels) < 0.3);
        Assert.True(model.Weights[0] > Math.Abs(model.Weights[1]));
    }
}
