using Lineage.Cli;
using Lineage.Contracts;

namespace Lineage.Tests.Cli;

public sealed class ArgumentTests
{
    [Theory]
    [InlineData("90s", 90)]
    [InlineData("30m", 1800)]
    [InlineData("8h", 28800)]
    [InlineData("7d", 604800)]
    public void Durations_are_read_as_people_write_them(string text, int seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), Duration.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("8")]
    [InlineData("h")]
    [InlineData("0h")]
    [InlineData("-1h")]
    [InlineData("1w")]
    [InlineData("999999d")]
    public void Other_durations_are_refused(string text) => Assert.Null(Duration.Parse(text));

    [Theory]
    [InlineData("upstream")]
    [InlineData("upstream", "customers")]
    [InlineData("upstream", "dataset:a:b", "--depth", "0")]
    [InlineData("upstream", "dataset:a:b", "--depth", "many")]
    [InlineData("upstream", "dataset:a:b", "--as-of", "yesterday")]
    [InlineData("upstream", "dataset:a:b", "--known-at", "log:-1")]
    [InlineData("upstream", "dataset:a:b", "--granularity", "table")]
    [InlineData("upstream", "a", "b", "c")]
    [InlineData("upstream", "dataset:a:b", "--known-at", "seq:x")]
    [InlineData("paths", "dataset:a:b")]
    [InlineData("paths", "dataset:a:b", "dataset:a:c", "--depth", "2")]
    [InlineData("token")]
    [InlineData("token", "--role", "king")]
    [InlineData("token", "--role", "reader", "--expires", "soon")]
    [InlineData("emit")]
    [InlineData("emit", "no-such-file.json")]
    [InlineData("import", "openlineage", "no-such-folder")]
    [InlineData("import", "smoke", "folder")]
    [InlineData("report", "dataset-provenance", "dataset:a:b", "--format", "docx")]
    [InlineData("status", "--url", "ftp://example.org")]
    [InlineData("status", "--colour")]
    [InlineData("dance")]
    public async Task Wrong_usage_is_exit_code_2_with_a_sentence(params string[] args)
    {
        using var run = new CliRun();

        Assert.Equal(2, await run.RunAsync(args));
        Assert.NotEmpty(run.Error);
        Assert.Empty(run.Out);
    }

    [Fact]
    public void A_node_is_a_node_id_or_namespace_and_name()
    {
        Assert.Equal(new DatasetNode("postgres://h:1", "d.t"), NodeArgument.Read("postgres://h:1", "d.t"));
        Assert.Equal(new JobNode("a b", "c:d"), NodeArgument.Read("job:a%20b:c%3Ad"));
        Assert.Throws<UsageException>(() => NodeArgument.Read("customers"));
    }

    [Theory]
    [InlineData("dataset:a:b", "job:c:d")]
    [InlineData("a", "b", "job:c:d")]
    public void Two_nodes_may_each_be_written_either_way(params string[] words) =>
        Assert.Equal((new DatasetNode("a", "b"), new JobNode("c", "d")), NodeArgument.ReadTwo(words));

    [Fact]
    public void Two_nodes_may_both_be_namespace_and_name() => Assert.Equal((new DatasetNode("a", "b"), new DatasetNode("c", "d")), NodeArgument.ReadTwo(["a", "b", "c", "d"]));

    [Fact]
    public void The_option_goes_before_the_environment_and_the_environment_before_the_profile()
    {
        using var run = new CliRun();
        run.Environment["XDG_CONFIG_HOME"] = run.Folder;
        new Profile("http://profile.example.org", "kept").Write(run.Environment.GetValueOrDefault);
        Assert.Equal(new(new("http://profile.example.org"), "kept"), Choose(null, null));

        run.Environment["LINEAGE_URL"] = "http://environment.example.org";
        Assert.Equal(new(new("http://environment.example.org"), null), Choose(null, null));

        run.Environment["LINEAGE_TOKEN"] = "set";
        Assert.Equal(new(new("http://option.example.org"), "given"), Choose("http://option.example.org", "given"));
        Assert.Equal(new(new("http://environment.example.org"), "set"), Choose(null, null));

        ServerChoice Choose(string? url, string? token) => ServerChoice.Make(url, token, run.Environment.GetValueOrDefault);
    }

    [Fact]
    public void Without_anything_the_server_is_the_local_one() => Assert.Equal(new(new("http://127.0.0.1:5080"), null), ServerChoice.Make(null, null, _ => null));
}
