using FluentValidation;
using Lineage.Contracts;
using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Features.Graph.Reading;
using Lineage.Server.Features.Graph.Walking;
using Lineage.Server.Infrastructure.Http;
using Lineage.Server.Infrastructure.Identity;
using Lineage.Server.Infrastructure.Record;
using MediatR;

namespace Lineage.Server.Features.Graph;

/// <summary>What a change of this node reaches, and whom to tell.</summary>
internal sealed record GetImpact(string NodeId, int? Depth = null, string? View = null, string? AsOf = null, string? KnownAt = null, int? Limit = null) : IRequest<ImpactAnswer>;

internal sealed class GetImpactValidator : AbstractValidator<GetImpact>
{
    public GetImpactValidator()
    {
        RuleFor(q => q.NodeId).Must(id => Contracts.NodeId.TryParse(id, out _)).WithMessage("A node id of a dataset, job, run, field or version.");
        RuleFor(q => q.View).Must(v => v is null or "current" or "all").WithMessage("view is current or all.");
        RuleFor(q => q.Depth).InclusiveBetween(0, GetLineageValidator.Deepest);
        RuleFor(q => q.Limit).InclusiveBetween(1, GetLineageValidator.MostNodes);
    }
}

internal sealed class GetImpactHandler(Caller caller, WindowResolver windows, LineageWalker walker, FacetReader facets) : IRequestHandler<GetImpact, ImpactAnswer>
{
    public async Task<ImpactAnswer> Handle(GetImpact request, CancellationToken cancellationToken)
    {
        var window = await windows.Resolve(caller.Tenant, request.AsOf, request.KnownAt, cancellationToken);
        var below = await walker.Walk(
            window, Contracts.NodeId.Parse(request.NodeId), "downstream", request.Depth ?? GetLineageValidator.Deepest, null, request.View ?? "current", request.Limit ?? 500, cancellationToken);
        var datasets = below.Nodes.Where(n => n.Kind is "dataset" or "field").ToLookup(n => NaturalKey.Dataset(window.Tenant, n.Namespace, n.Name));
        var jobs = below.Nodes.Where(n => n.Kind is "job" or "run").ToLookup(n => NaturalKey.Job(window.Tenant, n.Namespace, n.Name));
        var said = await Said(window, "dataset", datasets, cancellationToken);
        said.AddRange(await Said(window, "job", jobs, cancellationToken));
        var owners = said.Where(s => s.Facet.Name == "ownership").ToLookup(s => s.Node.Id, s => s.Facet.Json, StringComparer.Ordinal);
        var tags = said.Where(s => s.Facet.Name == "tags").ToLookup(s => s.Node.Id, s => s.Facet.Json, StringComparer.Ordinal);
        return new(
            below.Root,
            [.. below.Nodes.Select(n => new ImpactNode(
                n.Id, n.Kind, n.Namespace, n.Name, n.Field, n.Depth,
                [.. owners[n.Id].SelectMany(f => f.Items("owners")).Where(o => o.Scalar("name") is not null).Select(o => new Owner(o.Scalar("name")!, o.Scalar("type")))],
                [.. tags[n.Id].SelectMany(f => f.Items("tags")).Where(t => n.Field is null || t.Text("field") == n.Field).Select(Tag).OfType<string>().Distinct().Order(StringComparer.Ordinal)]))],
            below.Edges, below.Truncated, below.Stubs, below.AsOf, below.KnownAt);
    }

    private async Task<List<(LineageNode Node, FacetRow Facet)>> Said(Window window, string scope, ILookup<Guid, LineageNode> nodes, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. nodes.Select(n => n.Key)];
        if (ids.Length == 0) return [];
        var rows = await facets.Current(window, scope, ["ownership", "tags"], ids, cancellationToken);
        return [.. rows.SelectMany(row => nodes[row.Entity].Select(node => (node, row)))];
    }

    private static string? Tag(System.Text.Json.JsonElement tag) =>
        tag.Scalar("key") is not { } key ? null : (tag.Text("field") is { } field ? $"{field}: " : "") + (tag.Scalar("value") is { Length: > 0 } value ? $"{key}={value}" : key);
}

internal sealed class GetImpactEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/lineage/impact", Get).RequireAuthorization(Policies.Read).WithTags("Lineage").WithSummary("Everything downstream of a node, with owners and tags");

    private static async Task<IResult> Get(string nodeId, int? depth, string? view, string? asOf, string? knownAt, int? limit, ISender sender, CancellationToken cancellationToken) =>
        TypedResults.Ok(await sender.Send(new GetImpact(nodeId, depth, view, asOf, knownAt, limit), cancellationToken));
}
