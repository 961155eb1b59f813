using FluentValidation;
using Lineage.Contracts;
using Lineage.Server.Features.Graph.Reading;
using Lineage.Server.Features.Graph.Walking;
using Lineage.Server.Infrastructure.Http;
using Lineage.Server.Infrastructure.Identity;
using MediatR;

namespace Lineage.Server.Features.Graph;

/// <summary>The ways in which data gets from one node to another.</summary>
internal sealed record GetPaths(string From, string To, string? View = null, string? AsOf = null, string? KnownAt = null, int? Limit = null) : IRequest<PathsAnswer>;

internal sealed class GetPathsValidator : AbstractValidator<GetPaths>
{
    public const int MostPaths = 1000;

    public GetPathsValidator()
    {
        RuleFor(q => q.From).Must(IsNode).WithMessage("A node id of a dataset, job, run or field.");
        RuleFor(q => q.To).Must(IsNode).WithMessage("A node id of a dataset, job, run or field.");
        RuleFor(q => q).Must(q => NodeId.TryParse(q.From, out var from) && NodeId.TryParse(q.To, out var to) && from.Kind == to.Kind).When(q => IsNode(q.From) && IsNode(q.To))
            .OverridePropertyName("to").WithMessage("Both ends are of the same kind.");
        RuleFor(q => q.View).Must(v => v is null or "current" or "all").WithMessage("view is current or all.");
        RuleFor(q => q.Limit).InclusiveBetween(1, MostPaths);
    }

    private static bool IsNode(string id) => NodeId.TryParse(id, out var node) && node.Kind != "version";
}

internal sealed class GetPathsHandler(Caller caller, WindowResolver windows, LineageWalker walker) : IRequestHandler<GetPaths, PathsAnswer>
{
    public async Task<PathsAnswer> Handle(GetPaths request, CancellationToken cancellationToken)
    {
        var window = await windows.Resolve(caller.Tenant, request.AsOf, request.KnownAt, cancellationToken);
        var (from, to) = (NodeId.Parse(request.From), NodeId.Parse(request.To));
        var view = request.View ?? "current";
        await walker.Walk(window, to, "upstream", 0, null, view, 1, cancellationToken);
        var below = await walker.Walk(window, from, "downstream", GetLineageValidator.Deepest, null, view, GetLineageValidator.MostNodes, cancellationToken);
        var end = below.Nodes.FirstOrDefault(n => n.Names.Contains(to.ToString()))?.Id ?? to.ToString();
        var found = SimplePaths.Between(below.Edges, below.Root, end, request.Limit ?? 100);
        return new(from.ToString(), to.ToString(), view, found.Paths, found.LeftOut || below.Truncated, window.AsOf, window.KnownAt);
    }
}

internal sealed class GetPathsEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/lineage/paths", Get).RequireAuthorization(Policies.Read).WithTags("Lineage").WithSummary("The ways from one node to another, shortest first");

    private static async Task<IResult> Get(string from, string to, string? view, string? asOf, string? knownAt, int? limit, ISender sender, CancellationToken cancellationToken) =>
        TypedResults.Ok(await sender.Send(new GetPaths(from, to, view, asOf, knownAt, limit), cancellationToken));
}
