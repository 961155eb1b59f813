using System.CommandLine;
using System.CommandLine.Help;
using Lineage.Cli;

namespace Lineage.Tests.Cli;

public sealed class HelpTests
{
    public static TheoryData<string> Verbs()
    {
        var data = new TheoryData<string>();
        using var run = new CliRun();
        foreach (var path in Paths(Root()))
            data.Add(path);
        return data;
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Help_of_every_verb_names_its_options_arguments_examples_and_exit_codes(string verb)
    {
        using var run = new CliRun();

        var exit = await run.RunAsync([.. verb.Split(' '), "--help"]);

        var command = (Verb)verb.Split(' ').Aggregate((Command)Root(), (at, name) => at.Subcommands.Single(c => c.Name == name));
        Assert.Equal(0, exit);
        Assert.NotEmpty(command.Examples);
        Assert.All(command.Examples, e => Assert.Contains(e, run.Out, StringComparison.Ordinal));
        Assert.All(command.Examples, e => Assert.Contains($"lineage {verb}", e, StringComparison.Ordinal));
        Assert.All(command.Options.Where(o => o is not HelpOption), o => Assert.Contains(o.Name, run.Out, StringComparison.Ordinal));
        Assert.All(command.Options.Concat<Symbol>(command.Arguments), s => Assert.False(string.IsNullOrWhiteSpace(s.Description), s.Name));
        Assert.All(["--url", "--token", "--json", "0  done", "1  the answer is no", "2  wrong usage", "3  the server", "4  not allowed"], t => Assert.Contains(t, run.Out, StringComparison.Ordinal));
    }

    [Fact]
    public void The_verbs_are_the_ones_callers_rely_on() => Assert.Equal(
        ["backup", "demo", "downstream", "emit", "export", "impact", "import", "login", "paths", "report", "restore", "serve", "status", "token", "upstream", "verify", "witness"],
        Root().Subcommands.Select(c => c.Name).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Without_a_verb_the_usage_is_wrong()
    {
        using var run = new CliRun();

        Assert.Equal(2, await run.RunAsync());
    }

    private static RootCommand Root() => CommandLine.Build(new CliHost { Out = TextWriter.Null, Error = TextWriter.Null, OpenInput = () => Stream.Null, OpenOutput = () => Stream.Null, Environment = _ => null });

    private static IEnumerable<string> Paths(Command command) => command.Subcommands.SelectMany(c => Paths(c).Select(p => $"{c.Name} {p}").Prepend(c.Name));
}
