using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Infrastructure.Record;
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
        create index if not exists field_edge_source on lineage_read.field_edge (tenant_id, source_id, md5(source_field));
        create index if not exists field_edge_target on lineage_read.field_edge (tenant_id, target_id, md5(target_field));
        create index if not exists field_edge_group on lineage_read.field_edge (tenant_id, group_id);
        create index if not exists field_edge_seq on lineage_read.field_edge (tenant_id, seq);
        """;

    public Task Write(IReadOnlyList<Observed> page, NpgsqlConnection connection, CancellationToken cancellationToken) => Copying.Rows(
        connection, Table, "group_id, job_id, basis, source_id, source_field, target_id, target_field, type, subtype, masking",
        page.SelectMany(e => e.Said.Fields.SelectMany(field => Ways(field).Select(way => (e, (e, field, way))))), Row, cancellationToken);

    private static IEnumerable<Contracts.Transformation?> Ways(FieldDerivation field)
    {
        if (field.Transformations.Count == 0) yield return null;
        foreach (var way in field.Transformations) yield return way;
    }

    private static void Row(Cells cells, (Observed Event, FieldDerivation Field, Contracts.Transformation? Way) row)
    {
        var (e, field, way) = row;
        cells.Id(e.Group).Id(e.Said.Job is { } job ? NaturalKey.Job(e.Tenant, job.Namespace, job.Name) : null).Text(Kinds.Of(field.Basis))
            .Id(NaturalKey.Dataset(e.Tenant, field.Source.Namespace, field.Source.Name)).Text(field.SourceField)
            .Id(NaturalKey.Dataset(e.Tenant, field.Target.Namespace, field.Target.Name)).Text(field.TargetField)
            .Text(way?.Type).Text(way?.Subtype);
        if (way is null) cells.Text(null);
        else cells.Flag(way.Masking);
    }
}
