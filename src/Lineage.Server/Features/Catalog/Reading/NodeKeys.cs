using Lineage.Contracts;
using Lineage.Server.Infrastructure.Record;

namespace Lineage.Server.Features.Catalog.Reading;

/// <summary>From a node to its key in the tables.</summary>
internal static class NodeKeys
{
    /// <summary>The key of a dataset, job or run; for a field, that of its dataset.</summary>
    public static Guid Of(string tenant, NodeId node) => node switch
    {
        JobNode job => NaturalKey.Job(tenant, job.Namespace, job.Name),
        RunNode run => NaturalKey.Run(tenant, run.RunId),
        DatasetNode dataset => NaturalKey.Dataset(tenant, dataset.Namespace, dataset.Name),
        FieldNode field => NaturalKey.Dataset(tenant, field.Namespace, field.Name),
        VersionNode version => NaturalKey.Dataset(tenant, version.Namespace, version.Name),
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    public static MalformedInputException Unknown(NodeId node) => new(404, "unknown-node", $"No event in the window names this {node.Kind}.", "/nodeId");
}
