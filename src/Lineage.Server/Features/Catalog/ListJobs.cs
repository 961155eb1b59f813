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

/// <summary>The jobs, by namespace and name.</summary>
/// <param name="Namespace">Only of this namespace.</param>
/// <param name="Prefix">Only those whose name begins so; compared literally.</param>
internal sealed record ListJobs(string? Namespace, string? Prefix, string? AsOf, string? KnownAt, int? Limit, string? Cursor) : IRequest<Listing<JobSummary>>, IPaged
{
    public string[] List => ["jobs", Namespace ?? "", Prefix ?? ""];
}

internal sealed class ListJobsValidator : AbstractValidator<ListJobs>
{
    public ListJobsValidator()
    {
        this.AddPaging();
        RuleFor(q => q.Namespace).Plain();
        RuleFor(q => q.Prefix).Plain();
    }
}

internal sealed class ListJobsHandler(Caller caller, WindowResolver windows, TenantDatabase database) : IRequestHandler<ListJobs, Listing<JobSummary>>
{
    public async Task<Listing<JobSummary>> Handle(ListJobs request, CancellationToken cancellationToken)
    {
        var page = await windows.Page(caller.Tenant, request, cancellationToken);
        var rows = await database.Query(
            caller.Tenant,
            $"""
            select p.namespace, p.name, s.first_at, s.last_at
            from (
              select n.id, n.namespace, n.name from lineage_read.name n
              cross join lateral ({Presence.Job("n.id")} limit 1) as present
              where n.tenant_id = $1 and n.kind = 'job' and {NameList.Filter}
              order by n.namespace collate "C", n.name collate "C" limit $8) p
            cross join lateral (
              select min(o.valid_at) as first_at, max(o.valid_at) as last_at from lineage_read.observation o where {Window.Of("o")} and o.job_id = p.id) s
            order by p.namespace collate "C", p.name collate "C"
            """,
            r => new JobSummary(new JobNode(r.GetString(0), r.GetString(1)).ToString(), r.GetString(0), r.GetString(1), r.IsDBNull(2), r.TimeOrNull(2), r.TimeOrNull(3)),
            cancellationToken, NameList.Parameters(page, request.Namespace, request.Prefix));
        return page.Of(rows, r => r, r => [r.Namespace, r.Name]);
    }
}

internal sealed class ListJobsEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/jobs", Get).RequireAuthorization(Policies.Read).WithTags("Catalogue").WithSummary("Jobs by namespace and name").Produces<Listing<JobSummary>>();

    private static async Task<IResult> Get(
        string? @namespace, string? prefix, string? asOf, string? knownAt, int? limit, string? cursor, ISender sender, CancellationToken cancellationToken) =>
        TypedResults.Ok(await sender.Send(new ListJobs(@namespace, prefix, asOf, knownAt, limit, cursor), cancellationToken));
}
