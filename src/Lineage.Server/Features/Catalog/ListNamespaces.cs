using FluentValidation;
using Lineage.Contracts;
using Lineage.Server.Features.Catalog.Paging;
using Lineage.Server.Features.Catalog.Reading;
using Lineage.Server.Features.Graph.Reading;
using Lineage.Server.Infrastructure.Http;
using Lineage.Server.Infrastructure.Identity;
using Lineage.Server.Infrastructure.Store;
using MediatR;

namespace Lineage.Server.Features.Catalog;

/// <summary>The namespaces of datasets and jobs, by name.</summary>
internal sealed record ListNamespaces(string? AsOf, string? KnownAt, int? Limit, string? Cursor) : IRequest<Listing<NamespaceSummary>>, IPaged
{
    public string[] List => ["namespaces"];
}

internal sealed class ListNamespacesValidator : AbstractValidator<ListNamespaces>
{
    public ListNamespacesValidator() => this.AddPaging();
}

internal sealed class ListNamespacesHandler(Caller caller, WindowResolver windows, TenantDatabase database) : IRequestHandler<ListNamespaces, Listing<NamespaceSummary>>
{
    public async Task<Listing<NamespaceSummary>> Handle(ListNamespaces request, CancellationToken cancellationToken)
    {
        var page = await windows.Page(caller.Tenant, request, cancellationToken);
        var rows = await database.Query(
            caller.Tenant,
            $"""
            with thing as (
              select u.dataset_id as id, min(u.valid_at) as first_at, max(u.valid_at) as last_at from lineage_read.dataset_use u where {Window.Of("u")} group by u.dataset_id
              union all
              select j.id, min(o.valid_at), max(o.valid_at) from lineage_read.observation o cross join lateral unnest(array[o.job_id, o.parent_job, o.root_job]) as j(id)
              where {Window.Of("o")} and j.id is not null group by j.id
              union all
              select j.id, min(e.valid_at), max(e.valid_at) from lineage_read.job_edge e cross join lateral unnest(array[e.from_id, e.to_id]) as j(id)
              where {Window.Of("e")} group by j.id)
            select n.namespace, count(distinct n.id) filter (where n.kind = 'dataset'), count(distinct n.id) filter (where n.kind = 'job'), min(t.first_at), max(t.last_at)
            from thing t join lineage_read.name n on n.tenant_id = $1 and n.id = t.id
            where $4::text is null or n.namespace collate "C" > $4
            group by n.namespace order by n.namespace collate "C" limit $5
            """,
            r => new NamespaceSummary(r.GetString(0), r.GetInt64(1), r.GetInt64(2), r.GetFieldValue<DateTimeOffset>(3), r.GetFieldValue<DateTimeOffset>(4)),
            cancellationToken, [.. page.Window.Parameters(), Sql.Text(page.Text(0)), Parameter.Of(page.Fetch)]);
        return page.Of(rows, r => r, r => [r.Name]);
    }
}

internal sealed class ListNamespacesEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/namespaces", Get).RequireAuthorization(Policies.Read).WithTags("Catalogue").WithSummary("Namespaces with their counts").Produces<Listing<NamespaceSummary>>();

    private static async Task<IResult> Get(string? asOf, string? knownAt, int? limit, string? cursor, ISender sender, CancellationToken cancellationToken) =>
        TypedResults.Ok(await sender.Send(new ListNamespaces(asOf, knownAt, limit, cursor), cancellationToken));
}
