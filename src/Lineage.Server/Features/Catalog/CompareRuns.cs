using FluentValidation;
using Lineage.Contracts;
using Lineage.Server.Features.Catalog.Comparing;
using Lineage.Server.Features.Catalog.Paging;
using Lineage.Server.Features.Catalog.Reading;
using Lineage.Server.Features.Graph.Reading;
using Lineage.Server.Infrastructure.Http;
using Lineage.Server.Infrastructure.Identity;
using Lineage.Server.Infrastructure.Store;
using MediatR;

namespace Lineage.Server.Features.Catalog;

/// <summary>How two runs differ.</summary>
/// <param name="A">A run's id, or <c>run:ID</c>.</param>
/// <param name="B">The other's.</param>
internal sealed record CompareRuns(string? A, string? B, string? AsOf, string? KnownAt) : IRequest<RunComparison>;

internal sealed class CompareRunsValidator : AbstractValidator<CompareRuns>
{
    public CompareRunsValidator()
    {
        RuleFor(q => q.A).NotEmpty().Plain();
        RuleFor(q => q.B).NotEmpty().Plain();
    }
}

internal sealed class CompareRunsHandler(Caller caller, WindowResolver windows, TenantDatabase database, GraphReader graph, RunReader runs, FacetReader facets) : IRequestHandler<CompareRuns, RunComparison>
{
    public async Task<RunComparison> Handle(CompareRuns request, CancellationToken cancellationToken)
    {
        var window = await windows.Resolve(caller.Tenant, request.AsOf, request.KnownAt, cancellationToken);
        var (a, b) = (await Run(request.A!, "/a"), await Run(request.B!, "/b"));
        return new RunDifference(a, b, new Sight(caller)).Answer(window);

        async Task<RunFacts> Run(string text, string pointer) =>
            await RunFacts.Read(new RunNode(PagedRules.RunId(text)), window, database, graph, runs, facets, cancellationToken)
            ?? throw new MalformedInputException(404, "unknown-node", "No event in the window is of this run.", pointer);
    }
}

internal sealed class CompareRunsEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/runs/compare", Get).RequireAuthorization(Policies.Read).WithTags("Catalogue").WithSummary("How two runs differ").Produces<RunComparison>().ProducesProblem(404);

    private static async Task<IResult> Get(string? a, string? b, string? asOf, string? knownAt, ISender sender, CancellationToken cancellationToken) =>
        TypedResults.Ok(await sender.Send(new CompareRuns(a, b, asOf, knownAt), cancellationToken));
}
