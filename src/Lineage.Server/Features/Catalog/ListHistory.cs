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

/// <summary>What changed about a dataset or job, newest first by valid time.</summary>
internal sealed record ListHistory(string? NodeId, string? AsOf, string? KnownAt, int? Limit, string? Cursor) : IRequest<Listing<NodeChange>>, IPaged
{
    public string[] List => ["history", NodeId ?? ""];
}

internal sealed class ListHistoryValidator : AbstractValidator<ListHistory>
{
    public ListHistoryValidator()
    {
        this.AddPaging();
        RuleFor(q => q.NodeId).NotNull().NodeOf("dataset", "job");
    }
}

internal sealed class ListHistoryHandler(Caller caller, WindowResolver windows, TenantDatabase database, GraphReader graph, FacetReader facets) : IRequestHandler<ListHistory, Listing<NodeChange>>
{
    private static readonly string[] OfDatasets = ["schema", "tags", "ownership", "lifecycleStateChange", "version", "documentation", "datasetType", "storage", "dataSource"];
    private static readonly string[] OfJobs = ["tags", "ownership", "documentation", "sourceCodeLocation", "sql", "sourceCode", "jobType"];

    public async Task<Listing<NodeChange>> Handle(ListHistory request, CancellationToken cancellationToken)
    {
        var page = await windows.Page(caller.Tenant, request, cancellationToken);
        var (scope, names, ids) = NodeId.Parse(request.NodeId!) switch
        {
            JobNode job => await Presence.HasJob(database, page.Window, job, cancellationToken)
                ? ("job", OfJobs, new[] { NodeKeys.Of(caller.Tenant, job) })
                : throw NodeKeys.Unknown(job),
            var node => await DatasetFacts.Read(page.Window, (DatasetNode)node, database, graph, facets, cancellationToken) is { } dataset
                ? ("dataset", OfDatasets, [.. dataset.Ids])
                : throw NodeKeys.Unknown(node),
        };
        var changes = Changes.Of(await Statements.Read(database, page.Window, scope, names, ids, false, cancellationToken), new Sight(caller).Shows).Reverse().ToList();
        return page.OutOf(changes);
    }
}

internal sealed class ListHistoryEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/nodes/history", Get).RequireAuthorization(Policies.Read).WithTags("Catalogue").WithSummary("What changed about a dataset or job, newest first").Produces<Listing<NodeChange>>().ProducesProblem(404);

    private static async Task<IResult> Get(string? nodeId, string? asOf, string? knownAt, int? limit, string? cursor, ISender sender, CancellationToken cancellationToken) =>
        TypedResults.Ok(await sender.Send(new ListHistory(nodeId, asOf, knownAt, limit, cursor), cancellationToken));
}
