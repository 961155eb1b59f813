using Lineage.Contracts;

namespace Lineage.Cli.Rendering;

/// <summary>Node ids as people read them.</summary>
internal static class Names
{
    internal static string Short(string id) => NodeId.TryParse(id, out var node)
        ? node switch
        {
            DatasetNode d => d.Name,
            JobNode j => j.Name,
            FieldNode f => $"{f.Name}.{f.Field}",
            VersionNode v => $"{v.Name}@{v.Version}",
            RunNode r => r.RunId,
            _ => id,
        }
        : id;
}
