using System.CommandLine;
using Lineage.Contracts;

namespace Lineage.Cli;

/// <summary>A node on the command line: a node id, or namespace and name of a dataset.</summary>
internal static class NodeArgument
{
    internal const string Help = "A node id (dataset:NS:NAME, job:NS:NAME, field:NS:NAME:FIELD, run:ID, version:NS:NAME:VERSION; parts percent-encoded), or namespace and name of a dataset.";

    internal static Argument<string[]> Create() => new("NODE") { HelpName = "NODE | NAMESPACE NAME", Description = Help, Arity = new ArgumentArity(1, 2) };

    internal static NodeId Read(params string[] words) => words switch
    {
        [var ns, var name] when !NodeId.TryParse(name, out _) => new DatasetNode(ns, name),
        [var text] when NodeId.TryParse(text, out var node) => node,
        _ => throw new UsageException($"'{string.Join(' ', words)}' is not a node. {Help}"),
    };

    internal static (NodeId From, NodeId To) ReadTwo(string[] words) => words switch
    {
        [var from, var to] => (Read(from), Read(to)),
        [var ns, var name, var to] => NodeId.TryParse(ns, out _) ? (Read(ns), Read(name, to)) : (Read(ns, name), Read(to)),
        [var fromNs, var fromName, var toNs, var toName] => (Read(fromNs, fromName), Read(toNs, toName)),
        _ => throw new UsageException("Give two nodes."),
    };
}
