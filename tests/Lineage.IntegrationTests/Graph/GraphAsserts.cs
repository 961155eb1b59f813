using Lineage.Contracts;

namespace Lineage.IntegrationTests.Graph;

/// <summary>Answers in short form: the names in namespace <c>d</c> and <c>n</c> alone.</summary>
internal static class GraphAsserts
{
    public static DatasetNode D(string name) => new(Ol.DataNamespace, name);

    public static FieldNode F(string name, string field) => new(Ol.DataNamespace, name, field);

    public static JobNode J(string name) => new(Ol.JobNamespace, name);

    /// <summary>The edges as <c>a&gt;b</c>, sorted; fields as <c>a.f&gt;b.g</c>.</summary>
    public static string Edges(this LineageAnswer answer) => string.Join(' ', answer.Edges.Select(e => $"{Short(e.From)}>{Short(e.To)}").Order(StringComparer.Ordinal));

    /// <summary>The nodes as <c>name:depth</c>, sorted.</summary>
    public static string Nodes(this LineageAnswer answer) => string.Join(' ', answer.Nodes.Select(n => $"{Short(n.Id)}:{n.Depth}").Order(StringComparer.Ordinal));

    private static string Short(string id) => NodeId.Parse(id) switch
    {
        FieldNode f => $"{f.Name}.{f.Field}",
        DatasetNode d => d.Name,
        JobNode j => j.Name,
        RunNode r => r.RunId.TrimStart('0', '-'),
        _ => id,
    };
}
