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

/// <summary>Everything that holds about one node.</summary>
/// <param name="NodeId">A dataset, job, run or field.</param>
internal sealed record GetNode(string? NodeId, string? AsOf, string? KnownAt) : IRequest<NodeDetails>;

internal sealed class GetNodeValidator : AbstractValidator<GetNode>
{
    public GetNodeValidator() => RuleFor(q => q.NodeId).NotNull().NodeOf("dataset", "job", "run", "field");
}

internal sealed class GetNodeHandler(Caller caller, WindowResolver windows, TenantDatabase database, GraphReader graph, RunReader runs, FacetReader facets) : IRequestHandler<GetNode, NodeDetails>
{
    public async Task<NodeDetails> Handle(GetNode request, CancellationToken cancellationToken)
    {
        var window = await windows.Resolve(caller.Tenant, request.AsOf, request.KnownAt, cancellationToken);
        var (node, sight) = (NodeId.Parse(request.NodeId!), new Sight(caller));
        var details = new NodeDetails(node.ToString(), node.Kind, null, null, null, null, [], window.AsOf, window.KnownAt);
        details = node switch
        {
            DatasetNode dataset => details with { Dataset = await DatasetView.Of(await Dataset(dataset) ?? throw NodeKeys.Unknown(node), window, sight, graph, runs, facets, cancellationToken) },
            JobNode job => details with { Job = await JobView.Of(job, window, sight, database, graph, runs, facets, cancellationToken) },
            RunNode run => details with { Run = await RunView.Of(run, window, sight, database, graph, runs, facets, cancellationToken) },
            FieldNode field => details with
            {
                Field = await Dataset(new(field.Namespace, field.Name)) is { } dataset ? await FieldView.Of(dataset, field.Field, window, graph, cancellationToken) : null,
            },
            _ => details,
        };
        return details is { Dataset: null, Job: null, Run: null, Field: null } ? throw NodeKeys.Unknown(node) : details with { Withheld = sight.Withheld };

        Task<DatasetFacts?> Dataset(DatasetNode dataset) => DatasetFacts.Read(window, dataset, database, graph, facets, cancellationToken);
    }
}

internal sealed class GetNodeEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/nodes", Get).RequireAuthorization(Policies.Read).WithTags("Catalogue").WithSummary("Everything that holds about a dataset, job, run or field").Produces<NodeDetails>().ProducesProblem(404);
        api.MapGet("/runs/{id}", GetRun).RequireAuthorization(Policies.Read).WithTags("Catalogue").WithSummary("Everything that holds about a run").Produces<NodeDetails>().ProducesProblem(404);
    }

    private static async Task<IResult> Get(string? nodeId, string? asOf, string? knownAt, ISender sender, CancellationToken cancellationToken) =>
        TypedResults.Ok(await sender.Send(new GetNode(nodeId, asOf, knownAt), cancellationToken));

    private static async Task<IResult> GetRun(string id, string? asOf, string? knownAt, ISender sender, CancellationToken cancellationToken) =>
        TypedResults.Ok(await sender.Send(new GetNode(new RunNode(id).ToString(), asOf, knownAt), cancellationToken));
}
