using Lineage.Server.Features.Reports.DatasetProvenance;

namespace Lineage.Tests.Reports;

public sealed class FactWordsTests
{
    private static readonly Said s_ways = new(true, ["a"], ["b", "c"], [], []);

    [Theory]
    [InlineData("START", "Start of run r of j: it is to read a and write b and c.")]
    [InlineData("RUNNING", "Progress of run r of j: it reads a and writes b and c.")]
    [InlineData("COMPLETE", "Completion of run r of j: it read a and wrote b and c.")]
    [InlineData("FAIL", "Failure of run r of j: it was to read a and write b and c.")]
    [InlineData("ABORT", "Abort of run r of j: it was to read a and write b and c.")]
    [InlineData(null, "Notice of run r of j: it reads a and writes b and c.")]
    public void Only_a_completed_run_is_said_to_have_done_what_it_names(string? type, string sentence) =>
        Assert.Equal(sentence, FactWords.Of("run", type, "r", "j", null, s_ways));

    [Fact]
    public void A_run_that_names_no_dataset_is_said_to_be_just_that() =>
        Assert.Equal("Start of run r of j.", FactWords.Of("run", "START", "r", "j", null, new(false, [], [], [], ["sql"])));

    [Fact]
    public void A_dataset_event_with_sources_names_them_and_one_without_what_it_describes()
    {
        Assert.Equal("Dataset d is said to be made from a, b, c, d and 2 more.", FactWords.Of("dataset", null, null, null, "d", new(true, [], [], ["a", "b", "c", "d", "e", "f"], ["lineage"])));
        Assert.Equal("Dataset d was described: lifecycle and ownership.", FactWords.Of("dataset", null, null, null, "d", new(false, [], [], [], ["lifecycleStateChange", "ownership"])));
        Assert.Equal("Dataset d was mentioned.", FactWords.Of("dataset", null, null, null, "d", new(false, [], [], [], [])));
    }

    [Fact]
    public void A_job_event_says_what_the_job_reads_and_writes()
    {
        Assert.Equal("Job j is said to read a and write b and c.", FactWords.Of("job", null, null, "j", null, s_ways));
        Assert.Equal("Job j was described: SQL text.", FactWords.Of("job", null, null, "j", null, new(false, [], [], [], ["sql"])));
    }
}
