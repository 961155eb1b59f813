using System.CommandLine;
using System.Text.Json;
using Lineage.Cli.Rendering;
using Lineage.Contracts;

namespace Lineage.Cli.Commands;

/// <summary><c>lineage impact</c>: everything that depends on a node, and who answers for it.</summary>
internal static class ImpactCommand
{
    internal static Command Create(CliHost host)
    {
        var node = NodeArgument.Create();
        var options = new QueryOptions();
        return new Verb("impact", "Show everything that depends on a node, and who owns it.", "lineage impact postgres://crm:5432 public.customers", "lineage impact job:warehouse:load_customers --json")
            .With([node, .. options.Impact])
            .Does(host, async call =>
            {
                var query = options.Read(call).ToQueryString(("nodeId", NodeArgument.Read(call.Value(node)).ToString()));
                var json = await call.Client.GetAsync("api/v1/lineage/impact" + query, call.Stop);
                if (call.Json)
                    return call.WriteJson(json);
                var answer = json.Deserialize<ImpactAnswer>(JsonSerializerOptions.Web) ?? throw new JsonException();
                var table = Tables.Create(host, "DEPTH", "KIND", "NAMESPACE", "NAME", "OWNERS", "TAGS");
                foreach (var n in answer.Nodes.Where(n => n.Id != answer.Root).OrderBy(n => n.Depth).ThenBy(n => n.Id, StringComparer.Ordinal))
                    table.Row($"{n.Depth}", n.Kind, n.Namespace, n.Field is null ? n.Name : $"{n.Name}.{n.Field}", string.Join(", ", n.Owners.Select(o => o.Type is { Length: > 0 } type ? $"{o.Name} ({type})" : o.Name)), string.Join(", ", n.Tags));
                host.Console.Write(table);
                Remarks.Truncated(host, answer.Truncated);
                return Exit.Done;
            });
    }
}
