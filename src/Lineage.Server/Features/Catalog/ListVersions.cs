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

/// <summary>The versions of a dataset or job, newest first.</summary>
internal sealed record ListVersions(string? NodeId, string? AsOf, string? KnownAt, int? Limit, string? Cursor) : IRequest<Listing<NodeVersion>>, IPaged
{
    public string[] List => ["versions", NodeId ?? ""];
}

internal sealed class ListVersionsValidator : AbstractValidator<ListVersions>
{
    public ListVersionsValidator()
    {
        this.AddPaging();
        RuleFor(q => q.NodeId).NotNull().NodeOf("dataset", "job");
    }
}

internal sealed class ListVersionsHandler(Caller caller, WindowResolver windows, TenantDatabase database, GraphReader graph, RunReader runs, FacetReader facets)
    : IRequestHandler<ListVersions, Listing<NodeVersion>>
{
    public async Task<Listing<NodeVersion>> Handle(ListVersions request, CancellationToken cancellationToken)
    {
        var page = await windows.Page(caller.Tenant, request, cancellationToken);
        var versions = NodeId.Parse(request.NodeId!) switch
        {
            JobNode job => await Presence.HasJob(database, page.Window, job, cancellationToken)
                ? await JobVersions.Of(page.Window, job, database, graph, runs, cancellationToken)
                : throw NodeKeys.Unknown(job),
            var node => await DatasetVersions.Of(
                page.Window, await DatasetFacts.Read(page.Window, (DatasetNode)node, database, graph, facets, cancellationToken) ?? throw NodeKeys.Unknown(node),
                database, graph, runs, cancellationToken),
        };
        versions.Reverse();
        return page.OutOf(versions);
    }
}

internal sealed class ListVersionsEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/nodes/versions", Get).RequireAuthorization(Policies.Read).WithTags("Catalogue").WithSummary("Versions of a dataset or job, newest first").Produces<Listing<NodeVersion>>().ProducesProblem(404);

    private static async Task<IResult> Get(string? nodeId, string? asOf, string? knownAt, int? limit, string? cursor, ISender sender, CancellationToken cancellationToken) =>
        TypedResults.Ok(await sender.Send(new ListVersions(nodeId, asOf, knownAt, limit, cursor), cancellationToken));
}
