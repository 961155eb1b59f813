using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Infrastructure.Store;
using Npgsql;

namespace Lineage.Server.Features.Graph.Facts;

/// <summary>Fields derived from fields, one row a transformation; without target field the source field influences the whole dataset.</summary>
internal sealed class FieldEdgeTable : IReadModel
{
    public string Table => "field_edge";

    public string Definition =>
        """
        create table if not exists lineage_read.field_edge (
          tenant_id text not null, seq bigint not null, valid_at timestamptz not null, group_id uuid not null, job_id uuid, basis text not null,
          source_id uuid not null, source_field text not null, target_id uuid not null, target_field text, type text, subtype text, masking boolean);
        """;

    public IReadOnlyDictionary<string, string> Indexes { get; } = new Dictionary<string, string> { ["field_edge_seq"] = "(tenant_id, seq)" };

    public Task Write(IReadOnlyList<Observed> page, NpgsqlConnection connection, CancellationToken cancellationToken) =>
        Copying.Rows(connection, Table, "group_id, job_id, basis, source_id, source_field, target_id, target_field, type, subtype, masking", page, Rows, cancellationToken);

    private static void Rows(CopyRows rows, Observed e)
    {
        foreach (var field in e.Said.Fields)
        {
            if (field.Transformations.Count == 0) Row(rows, e, field, null);
            foreach (var way in field.Transformations) Row(rows, e, field, way);
        }
    }

    private static void Row(CopyRows rows, Observed e, FieldDerivation field, Contracts.Transformation? way) =>
        rows.Row(e).Id(e.Group).Id(e.Job).Text(Kinds.Of(field.Basis)).Id(e.Key(field.Source)).Text(field.SourceField).Id(e.Key(field.Target)).Text(field.TargetField)
            .Text(way?.Type).Text(way?.Subtype).Flag(way?.Masking);
}
