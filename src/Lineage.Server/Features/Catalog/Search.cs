using FluentValidation;
using Lineage.Contracts;
using Lineage.Server.Features.Catalog.Paging;
using Lineage.Server.Features.Catalog.Searching;
using Lineage.Server.Features.Graph.Reading;
using Lineage.Server.Infrastructure.Http;
using Lineage.Server.Infrastructure.Identity;
using Lineage.Server.Infrastructure.Store;
using MediatR;

namespace Lineage.Server.Features.Catalog;

/// <summary>Find datasets, jobs, fields and namespaces by part of a name, a tag or a description; upper and lower case are the same.</summary>
/// <param name="Text">What to look for, taken literally; at most 200 characters.</param>
/// <param name="Kinds">dataset, job, field, namespace; all when absent.</param>
internal sealed record Search(string? Text, IReadOnlyList<string>? Kinds, string? AsOf, string? KnownAt, int? Limit, string? Cursor) : IRequest<Listing<SearchHit>>, IPaged
{
    public static readonly IReadOnlyList<string> AllKinds = ["dataset", "job", "field", "namespace"];

    public string[] List => ["search", Text ?? "", .. (Kinds ?? AllKinds).Order(StringComparer.Ordinal)];
}

internal sealed class SearchValidator : AbstractValidator<Search>
{
    public SearchValidator()
    {
        this.AddPaging();
        RuleFor(q => q.Text).NotEmpty().Plain(200);
        RuleForEach(q => q.Kinds).Must(k => Search.AllKinds.Contains(k)).WithMessage("A kind is dataset, job, field or namespace.");
    }
}

internal sealed class SearchHandler(Caller caller, WindowResolver windows, TenantDatabase database) : IRequestHandler<Search, Listing<SearchHit>>
{
    public async Task<Listing<SearchHit>> Handle(Search request, CancellationToken cancellationToken)
    {
        var page = await windows.Page(caller.Tenant, request, cancellationToken);
        var hits = await new CatalogSearch(database, page.Window, request.Text!).Run(request.Kinds is { Count: > 0 } kinds ? kinds : Search.AllKinds, cancellationToken);
        return page.OutOf(hits);
    }
}

internal sealed class SearchEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/search", Find).RequireAuthorization(Policies.Read).WithTags("Catalogue").WithSummary("Find things by name, tag or description").Produces<Listing<SearchHit>>();

    private static async Task<IResult> Find(Search search, ISender sender, CancellationToken cancellationToken) => TypedResults.Ok(await sender.Send(search, cancellationToken));
}
