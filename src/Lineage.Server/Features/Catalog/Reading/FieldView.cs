using Lineage.Contracts;
using Lineage.Server.Features.Graph.Reading;

namespace Lineage.Server.Features.Catalog.Reading;

/// <summary>Puts together what an answer says of fields.</summary>
internal static class FieldView
{
    /// <summary>The fields with their neighbours counted.</summary>
    public static async Task<List<FieldDetails>> Of(DatasetFacts dataset, IReadOnlyList<StatedField> fields, Window window, GraphReader graph, CancellationToken cancellationToken)
    {
        (Guid, string?)[] wanted = [.. fields.SelectMany(f => dataset.Ids.Select(id => (id, (string?)f.Path)))];
        if (wanted.Length == 0) return [];
        var upstream = (await graph.AroundFields(window, true, wanted, Side.Target, cancellationToken)).ToLookup(e => e.TargetField, e => (e.Source, e.SourceField));
        var downstream = (await graph.AroundFields(window, true, wanted, Side.Source, cancellationToken)).ToLookup(e => e.SourceField, e => (e.Target, e.TargetField));
        var (tags, node) = (dataset.Tags, dataset.Node);
        return
        [
            .. fields.Select(f => new FieldDetails(
                new FieldNode(node.Namespace, node.Name, f.Path).ToString(), node.ToString(), f.Path, f.Type, f.Description, [.. tags[f.Path]],
                upstream[f.Path].Distinct().Count(), downstream[f.Path].Distinct().Count())),
        ];
    }

    /// <summary>One field; null when neither the current schema nor a tag nor any lineage in the window names it.</summary>
    public static async Task<FieldDetails?> Of(DatasetFacts dataset, string path, Window window, GraphReader graph, CancellationToken cancellationToken)
    {
        var stated = SchemaReading.Fields(dataset.Json("schema")).FindLast(f => f.Path == path);
        var details = (await Of(dataset, [stated ?? new(path, path, 0, null, null)], window, graph, cancellationToken))[0];
        if (stated is not null || details.Tags.Count > 0 || details.Upstream + details.Downstream > 0) return details;
        var edges = await graph.FieldEdges(window, [.. dataset.Ids], cancellationToken);
        return edges.Exists(e => (dataset.Ids.Contains(e.Source) && e.SourceField == path) || (dataset.Ids.Contains(e.Target) && e.TargetField == path)) ? details : null;
    }
}
