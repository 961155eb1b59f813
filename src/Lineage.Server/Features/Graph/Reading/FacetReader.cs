using System.Text.Json;
using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Infrastructure.Store;

namespace Lineage.Server.Features.Graph.Reading;

/// <summary>A facet as it was said, with its place in time and in the record.</summary>
internal sealed record FacetRow(Guid Entity, string Scope, string Name, bool Deleted, string? Body, DateTimeOffset ValidAt, long Sequence)
{
    /// <summary>The facet's JSON; an empty object when no copy of it was kept.</summary>
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Body ?? "{}", JsonLimits.Reading);
}

/// <summary>Reads facets: the last one of a name on a thing holds.</summary>
internal sealed class FacetReader(TenantDatabase database)
{
    private const string Columns = "f.entity_id, f.scope, f.name, f.deleted, f.body, f.valid_at, f.seq";

    /// <summary>The facets that hold, of these names, on these things; on all things when none is given. Deleted ones are left out.</summary>
    public Task<List<FacetRow>> Current(Window window, string scope, string[] names, Guid[] entities, CancellationToken cancellationToken) => database.Query(
        window.Tenant,
        $"""
        select * from (
          select distinct on (f.entity_id, f.name) {Columns} from lineage_read.facet f
          where {Window.Of("f")} and f.scope = $5 and (cardinality($6::text[]) = 0 or f.name = any($6)) and (cardinality($4::uuid[]) = 0 or f.entity_id = any($4))
          order by f.entity_id, f.name, f.valid_at desc, f.seq desc, f.ordinal desc) f
        where not f.deleted order by f.entity_id, f.name
        """,
        Read, cancellationToken, [.. GraphReader.Parameters(window, entities), Parameter.Of(scope), Parameter.Of(names)]);

    /// <summary>Every statement of these facets on these things, oldest first.</summary>
    public Task<List<FacetRow>> History(Window window, string scope, string[] names, Guid[] entities, CancellationToken cancellationToken) => database.Query(
        window.Tenant,
        $"""
        select {Columns} from lineage_read.facet f
        where {Window.Of("f")} and f.scope = $5 and f.name = any($6) and f.entity_id = any($4) order by f.valid_at, f.seq, f.ordinal
        """,
        Read, cancellationToken, [.. GraphReader.Parameters(window, entities), Parameter.Of(scope), Parameter.Of(names)]);

    private static FacetRow Read(Npgsql.NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetBoolean(3), r.IsDBNull(4) ? null : r.GetString(4), r.GetFieldValue<DateTimeOffset>(5), r.GetInt64(6));
}
