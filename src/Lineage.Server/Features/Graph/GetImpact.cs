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
            window, Contracts.NodeId.Parse(request.NodeId), "downstream", request.Depth ?? 100, null, request.View ?? "current", request.Limit ?? 500, cancellationToken);
        var datasets = below.Nodes.Where(n => n.Kind is "dataset" or "field").ToLookup(n => NaturalKey.Dataset(window.Tenant, n.Namespace, n.Name));
        var jobs = below.Nodes.Where(n => n.Kind is "job" or "run").ToLookup(n => NaturalKey.Job(window.Tenant, n.Namespace, n.Name));
        var said = await Said(window, "dataset", datasets, cancellationToken);
        said.AddRange(await Said(window, "job", jobs, cancellationToken));
        return new(
            below.Root, below.Nodes, below.Edges,
            Group(said.Where(s => s.Facet.Name == "ownership").SelectMany(s => s.Facet.Json.Items("owners").Select(o => (s.Node.Id, o.Scalar("name"))))),
            Group(said.Where(s => s.Facet.Name == "tags").SelectMany(s => s.Facet.Json.Items("tags").Where(t => s.Node.Field is null || t.Text("field") == s.Node.Field).Select(t => (s.Node.Id, Tag(t))))),
            below.Truncated, below.Stubs, below.AsOf, below.KnownAt);
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

    private static SortedDictionary<string, IReadOnlyList<string>> Group(IEnumerable<(string Node, string? Value)> values) =>
        new(values.Where(v => v.Value is not null).GroupBy(v => v.Node, v => v.Value!).ToDictionary(g => g.Key, g => (IReadOnlyList<string>)[.. g.Distinct().Order(StringComparer.Ordinal)]), StringComparer.Ordinal);
}

internal sealed class GetImpactEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/lineage/impact", Get).RequireAuthorization(Policies.Read).WithTags("Lineage").WithSummary("Everything downstream of a node, with owners and tags");

    private static async Task<IResult> Get(string nodeId, int? depth, string? view, string? asOf, string? knownAt, int? limit, ISender sender, CancellationToken cancellationToken) =>
        TypedResults.Ok(await sender.Send(new GetImpact(nodeId, depth, view, asOf, knownAt, limit), cancellationToken));
}
