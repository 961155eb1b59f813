using FluentValidation;
using Lineage.Server.Features.Graph.Reading;
using Lineage.Server.Features.Graph.Walking;
using Lineage.Server.Infrastructure.Http;
using Lineage.Server.Infrastructure.Identity;
using MediatR;

namespace Lineage.Server.Features.Graph;

/// <summary>Where something comes from, or what comes of it.</summary>
/// <param name="NodeId">The node to start from.</param>
/// <param name="Direction">upstream, downstream or both (when absent).</param>
/// <param name="Depth">Steps from the node; as far as the limit allows when absent.</param>
/// <param name="Granularity">dataset, job, run or field; the node's own kind when absent.</param>
/// <param name="View">current (when absent) or all.</param>
/// <param name="Limit">Nodes in the answer; 500 when absent.</param>
internal sealed record GetLineage(string NodeId, string? Direction = null, int? Depth = null, string? Granularity = null, string? View = null, string? AsOf = null, string? KnownAt = null, int? Limit = null)
    : IRequest<ILineageAnswer>;

internal sealed class GetLineageValidator : AbstractValidator<GetLineage>
{
    public const int MostNodes = 20_000;
    public const int Deepest = 20_000;

    public GetLineageValidator()
    {
        RuleFor(q => q.NodeId).Must(id => Contracts.NodeId.TryParse(id, out _)).WithMessage("A node id is dataset:NS:NAME, job:NS:NAME, run:ID, field:NS:NAME:FIELD or version:NS:NAME:VERSION, parts percent-encoded.");
        RuleFor(q => q.Direction).Must(d => d is null or "upstream" or "downstream" or "both").WithMessage("direction is upstream, downstream or both.");
        RuleFor(q => q.Granularity).Must(g => g is null or "dataset" or "job" or "run" or "field").WithMessage("granularity is dataset, job, run or field.");
        RuleFor(q => q.View).Must(v => v is null or "current" or "all").WithMessage("view is current or all.");
        RuleFor(q => q.Depth).InclusiveBetween(0, Deepest);
        RuleFor(q => q.Limit).InclusiveBetween(1, MostNodes);
    }
}

internal sealed class GetLineageHandler(Caller caller, WindowResolver windows, LineageWalker walker) : IRequestHandler<GetLineage, ILineageAnswer>
{
    public async Task<ILineageAnswer> Handle(GetLineage request, CancellationToken cancellationToken)
    {
        var window = await windows.Resolve(caller.Tenant, request.AsOf, request.KnownAt, cancellationToken);
        return await walker.Find(
            window, Contracts.NodeId.Parse(request.NodeId), request.Direction ?? "both", request.Depth ?? GetLineageValidator.Deepest, request.Granularity, request.View ?? "current", request.Limit ?? 500, cancellationToken);
    }
}

internal sealed class GetLineageEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/lineage", Get).RequireAuthorization(Policies.Read).WithTags("Lineage").WithSummary("Upstream and downstream of a dataset, job, run, field or version");

    private static async Task<IResult> Get(
        string nodeId, string? direction, int? depth, string? granularity, string? view, string? asOf, string? knownAt, int? limit, ISender sender, CancellationToken cancellationToken) =>
        new LineageResult(await sender.Send(new GetLineage(nodeId, direction, depth, granularity, view, asOf, knownAt, limit), cancellationToken));
}
