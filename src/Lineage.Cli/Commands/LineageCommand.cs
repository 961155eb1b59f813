using System.CommandLine;
using System.Text.Json;
using Lineage.Cli.Rendering;
using Lineage.Contracts;

namespace Lineage.Cli.Commands;

/// <summary><c>lineage upstream</c> and <c>lineage downstream</c>: what a node comes from, and what comes from it.</summary>
internal static class LineageCommand
{
    internal static Command Upstream(CliHost host) => Create(host, "upstream", "Show what a node comes from.");

    internal static Command Downstream(CliHost host) => Create(host, "downstream", "Show what comes from a node.");

    private static Verb Create(CliHost host, string direction, string description)
    {
        var node = NodeArgument.Create();
        var options = new QueryOptions();
        var format = QueryOptions.OneOf("--format", "Default: tree on a terminal, table elsewhere; --json is the same as json.", "tree", "table", "json");
        return new Verb(
                direction,
                description,
                $"lineage {direction} postgres://warehouse:5432 shop.mart.customers",
                $"lineage {direction} dataset:postgres%3A%2F%2Fwarehouse%3A5432:shop.mart.customers --depth 2 --as-of 2026-01-31",
                $"lineage {direction} field:demo:mart.customers:email --granularity field --json")
            .With([node, format, .. options.All])
            .Does(host, async call =>
            {
                var id = NodeArgument.Read(call.Value(node));
                var query = options.Read(call).ToQueryString(("nodeId", id.ToString()), ("direction", direction));
                var json = await call.Client.GetAsync("api/v1/lineage" + query, call.Stop);
                var shape = call.Json ? "json" : call.Value(format) ?? (host.Interactive ? "tree" : "table");
                if (shape == "json")
                    return call.WriteJson(json);
                var answer = json.Deserialize<LineageAnswer>(JsonSerializerOptions.Web) ?? throw new JsonException();
                host.Console.Write(shape == "tree" ? LineageTree.Draw(answer, direction == "upstream") : Table(host, answer));
                Remarks.Truncated(host, answer.Truncated);
                return Exit.Done;
            });
    }

    private static Spectre.Console.Table Table(CliHost host, LineageAnswer answer)
    {
        var table = Tables.Create(host, "DEPTH", "KIND", "NAMESPACE", "NAME", "STATE");
        foreach (var node in answer.Nodes.OrderBy(n => n.Depth).ThenBy(n => n.Id, StringComparer.Ordinal))
            table.Row($"{node.Depth}", node.Kind, node.Namespace, node.Field is null ? node.Name : $"{node.Name}.{node.Field}", node.State ?? "");
        return table;
    }
}
