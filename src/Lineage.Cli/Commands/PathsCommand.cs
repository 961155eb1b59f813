using System.CommandLine;
using System.Text.Json;
using Lineage.Cli.Rendering;
using Lineage.Contracts;

namespace Lineage.Cli.Commands;

/// <summary><c>lineage paths</c>: the ways data takes from one node to another.</summary>
internal static class PathsCommand
{
    internal static Command Create(CliHost host)
    {
        var nodes = new Argument<string[]>("NODES") { HelpName = "FROM TO", Arity = new ArgumentArity(2, 4), Description = "Two nodes. " + NodeArgument.Help };
        var options = new QueryOptions();
        return new Verb(
                "paths",
                "Show the ways from one node to another. Exit code 1 when there is none.",
                "lineage paths dataset:file:raw.csv dataset:demo:mart.customers",
                "lineage paths file raw.csv postgres://warehouse:5432 shop.mart.customers")
            .With([nodes, .. options.Paths])
            .Does(host, async call =>
            {
                var (from, to) = NodeArgument.ReadTwo(call.Value(nodes));
                var json = await call.Client.GetAsync("api/v1/lineage/paths" + options.Read(call).ToQueryString(("from", from.ToString()), ("to", to.ToString())), call.Stop);
                var answer = json.Deserialize<PathsAnswer>(JsonSerializerOptions.Web) ?? throw new JsonException();
                var exit = answer.Paths.Count > 0 ? Exit.Done : Exit.No;
                if (call.Json)
                    return call.WriteJson(json, exit);
                foreach (var path in answer.Paths)
                    await host.Out.WriteLineAsync(string.Join(" -> ", path));
                if (answer.Paths.Count == 0)
                    await host.Error.WriteLineAsync("There is no way from the one to the other.");
                Remarks.Truncated(host, answer.Truncated);
                return exit;
            });
    }
}
