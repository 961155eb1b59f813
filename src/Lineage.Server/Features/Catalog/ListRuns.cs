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

/// <summary>The runs, latest start first.</summary>
/// <param name="Job">Only of this job (node id).</param>
/// <param name="Dataset">Only those that read or wrote this dataset (node id), under any of its names.</param>
/// <param name="State">Only those that are START, RUNNING, COMPLETE, FAIL or ABORT now.</param>
/// <param name="Parent">Only those whose parent is this run: its id, or <c>run:ID</c>.</param>
internal sealed record ListRuns(string? Job, string? Dataset, string? State, string? Parent, string? AsOf, string? KnownAt, int? Limit, string? Cursor)
    : IRequest<Listing<RunSummary>>, IPaged
{
    public string[] List => ["runs", Job ?? "", Dataset ?? "", State ?? "", Parent ?? ""];
}

internal sealed class ListRunsValidator : AbstractValidator<ListRuns>
{
    public ListRunsValidator()
    {
        this.AddPaging();
        RuleFor(q => q.Job).NodeOf("job");
        RuleFor(q => q.Dataset).NodeOf("dataset");
        RuleFor(q => q.State).Must(s => s is null or "START" or "RUNNING" or "COMPLETE" or "FAIL" or "ABORT").WithMessage("state is START, RUNNING, COMPLETE, FAIL or ABORT.");
        RuleFor(q => q.Parent).Plain();
    }
}

internal sealed class ListRunsHandler(Caller caller, WindowResolver windows, GraphReader graph, RunReader runs) : IRequestHandler<ListRuns, Listing<RunSummary>>
{
    public async Task<Listing<RunSummary>> Handle(ListRuns request, CancellationToken cancellationToken)
    {
        var page = await windows.Page(caller.Tenant, request, cancellationToken);
        var job = request.Job is null ? (Guid?)null : NodeKeys.Of(caller.Tenant, NodeId.Parse(request.Job));
        Guid[] datasets = request.Dataset is null ? [] : [.. await Names(page.Window, NodeKeys.Of(caller.Tenant, NodeId.Parse(request.Dataset)), cancellationToken)];
        var rows = await runs.Page(
            page.Window,
            $"""
            ($4::uuid is null or o.job_id = $4) and ($5::text is null or (md5(o.parent_run) = md5($5) and o.parent_run = $5))
            and (cardinality($6::uuid[]) = 0 or o.group_id in (
              select u.group_id from lineage_read.dataset_use u where {Window.Of("u")} and u.dataset_id = any($6) and u.role in ('input', 'output')))
            """,
            "($7::text is null or r.state = $7) and ($5::text is null or r.parent = $5) and ($8::timestamptz is null or r.began < $8 or (r.began = $8 and r.id > $9))",
            RunReader.Latest, page.Fetch, cancellationToken,
            Sql.Id(job), Sql.Text(request.Parent is null ? null : PagedRules.RunId(request.Parent)), Parameter.Of(datasets), Sql.Text(request.State), Sql.Time(page.Time(0)), Sql.Id(page.Id(1)));
        var names = await graph.Names(caller.Tenant, rows.Select(r => r.Job).OfType<Guid>(), cancellationToken);
        return page.Of(rows, r => Summaries.Of(r, names), r => [Paged.Key(r.StartedAt ?? r.FirstAt), r.Id.ToString("N")]);
    }

    private async Task<IEnumerable<Guid>> Names(Window window, Guid dataset, CancellationToken cancellationToken) => (await graph.Aliases(window, [dataset], cancellationToken))[dataset];
}

internal sealed class ListRunsEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/runs", Get).RequireAuthorization(Policies.Read).WithTags("Catalogue").WithSummary("Runs, latest first").Produces<Listing<RunSummary>>();

    private static async Task<IResult> Get(
        string? job, string? dataset, string? state, string? parent, string? asOf, string? knownAt, int? limit, string? cursor, ISender sender, CancellationToken cancellationToken) =>
        TypedResults.Ok(await sender.Send(new ListRuns(job, dataset, state, parent, asOf, knownAt, limit, cursor), cancellationToken));
}
