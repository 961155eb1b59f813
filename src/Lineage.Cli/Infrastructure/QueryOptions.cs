using System.CommandLine;
using System.Globalization;
using Lineage.Client;

namespace Lineage.Cli;

/// <summary>The options of lineage questions.</summary>
internal sealed class QueryOptions
{
    private readonly Option<int?> depth = Count("--depth", "How many steps to follow. Default: as many as there are.");
    private readonly Option<DateTimeOffset?> asOf = Instant.AsOf();
    private readonly Option<string?> knownAt = Instant.KnownAt();
    private readonly Option<string?> granularity = OneOf("--granularity", "What the nodes are. Default: dataset.", "dataset", "job", "run", "field");
    private readonly Option<string?> view = OneOf("--view", "current: what jobs do now; all: everything ever seen. Default: current.", "current", "all");
    private readonly Option<int?> limit = Count("--limit", "Most nodes (paths: ways) in the answer. Default: 500 (paths: 100).");

    internal Symbol[] All => [depth, asOf, knownAt, granularity, view, limit];

    internal Symbol[] Impact => [depth, asOf, knownAt, view, limit];

    internal Symbol[] Paths => [asOf, knownAt, view, limit];

    internal Symbol[] Times => [asOf, knownAt];

    internal Symbol[] Mark => [knownAt];

    internal LineageQuery Read(Call call) => new()
    {
        Depth = call.Value(depth),
        AsOf = call.Value(asOf),
        KnownAt = call.Value(knownAt),
        Granularity = call.Value(granularity),
        View = call.Value(view),
        Limit = call.Value(limit),
    };

    internal static Option<string?> OneOf(string name, string description, params string[] values)
    {
        var option = new Option<string?>(name) { HelpName = string.Join('|', values), Description = description };
        option.AcceptOnlyFromAmong(values);
        return option;
    }

    private static Option<int?> Count(string name, string description) => new(name)
    {
        HelpName = "N",
        Description = description,
        CustomParser = argument =>
        {
            if (int.TryParse(argument.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
                return number;
            argument.AddError($"{name} takes a number of 1 or more.");
            return null;
        },
    };
}
