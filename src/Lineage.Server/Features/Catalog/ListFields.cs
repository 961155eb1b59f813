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

/// <summary>The fields of a dataset's schema, outer before nested, with tags and counts of their lineage.</summary>
internal sealed record ListFields(string? NodeId, string? AsOf, string? KnownAt, int? Limit, string? Cursor) : IRequest<Listing<FieldDetails>>, IPaged
{
    public string[] List => ["fields", NodeId ?? ""];
}

internal sealed class ListFieldsValidator : AbstractValidator<ListFields>
{
    public ListFieldsValidator()
    {
        this.AddPaging();
        RuleFor(q => q.NodeId).NotNull().NodeOf("dataset");
    }
}

internal sealed class ListFieldsHandler(Caller caller, WindowResolver windows, TenantDatabase database, GraphReader graph, FacetReader facets) : IRequestHandler<ListFields, Listing<FieldDetails>>
{
    public async Task<Listing<FieldDetails>> Handle(ListFields request, CancellationToken cancellationToken)
    {
        var page = await windows.Page(caller.Tenant, request, cancellationToken);
        var node = (DatasetNode)NodeId.Parse(request.NodeId!);
        var dataset = await DatasetFacts.Read(page.Window, node, database, graph, facets, cancellationToken) ?? throw NodeKeys.Unknown(node);
        var stated = page.OutOf(SchemaReading.Fields(dataset.Json("schema")));
        return new(await FieldView.Of(dataset, stated.Items, page.Window, graph, cancellationToken), stated.NextCursor, stated.AsOf, stated.KnownAt);
    }
}

internal sealed class ListFieldsEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/nodes/fields", Get).RequireAuthorization(Policies.Read).WithTags("Catalogue").WithSummary("Fields of a dataset with tags and lineage counts").Produces<Listing<FieldDetails>>().ProducesProblem(404);

    private static async Task<IResult> Get(string? nodeId, string? asOf, string? knownAt, int? limit, string? cursor, ISender sender, CancellationToken cancellationToken) =>
        TypedResults.Ok(await sender.Send(new ListFields(nodeId, asOf, knownAt, limit, cursor), cancellationToken));
}
