using FluentValidation;
using Lineage.Contracts;
using Lineage.Server.Features.Catalog.Paging;
using Lineage.Server.Features.Graph.Reading;
using Lineage.Server.Infrastructure.Http;
using Lineage.Server.Infrastructure.Identity;
using Lineage.Server.Infrastructure.Store;
using MediatR;

namespace Lineage.Server.Features.Catalog;

/// <summary>The datasets, by namespace and name.</summary>
/// <param name="Namespace">Only of this namespace.</param>
/// <param name="Prefix">Only those whose name begins so; compared literally.</param>
internal sealed record ListDatasets(string? Namespace, string? Prefix, string? AsOf, string? KnownAt, int? Limit, string? Cursor) : IRequest<Listing<DatasetSummary>>, IPaged
{
    public string[] List => ["datasets", Namespace ?? "", Prefix ?? ""];
}

internal sealed class ListDatasetsValidator : AbstractValidator<ListDatasets>
{
    public ListDatasetsValidator()
    {
        this.AddPaging();
        RuleFor(q => q.Namespace).Plain();
        RuleFor(q => q.Prefix).Plain();
    }
}

internal sealed class ListDatasetsHandler(Caller caller, WindowResolver windows, TenantDatabase database) : IRequestHandler<ListDatasets, Listing<DatasetSummary>>
{
    public async Task<Listing<DatasetSummary>> Handle(ListDatasets request, CancellationToken cancellationToken)
    {
        var page = await windows.Page(caller.Tenant, request, cancellationToken);
        var rows = await database.Query(
            caller.Tenant,
            $"""
            select p.namespace, p.name, s.referenced, s.first_at, s.last_at
            from (
              select n.id, n.namespace, n.name from lineage_read.name n
              cross join lateral (select from lineage_read.dataset_use u where {Window.Of("u")} and u.dataset_id = n.id limit 1) as present
              where n.tenant_id = $1 and n.kind = 'dataset' and {NameList.Filter}
              order by n.namespace collate "C", n.name collate "C" limit $8) p
            cross join lateral (
              select bool_and(u.role = 'referenced') as referenced, min(u.valid_at) as first_at, max(u.valid_at) as last_at
              from lineage_read.dataset_use u where {Window.Of("u")} and u.dataset_id = p.id) s
            order by p.namespace collate "C", p.name collate "C"
            """,
            r => new DatasetSummary(
                new DatasetNode(r.GetString(0), r.GetString(1)).ToString(), r.GetString(0), r.GetString(1), r.GetBoolean(2), r.GetFieldValue<DateTimeOffset>(3), r.GetFieldValue<DateTimeOffset>(4)),
            cancellationToken, NameList.Parameters(page, request.Namespace, request.Prefix));
        return page.Of(rows, r => r, r => [r.Namespace, r.Name]);
    }
}

internal sealed class ListDatasetsEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/datasets", Get).RequireAuthorization(Policies.Read).WithTags("Catalogue").WithSummary("Datasets by namespace and name").Produces<Listing<DatasetSummary>>();

    private static async Task<IResult> Get(
        string? @namespace, string? prefix, string? asOf, string? knownAt, int? limit, string? cursor, ISender sender, CancellationToken cancellationToken) =>
        TypedResults.Ok(await sender.Send(new ListDatasets(@namespace, prefix, asOf, knownAt, limit, cursor), cancellationToken));
}
