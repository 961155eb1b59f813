using Lineage.Server.Infrastructure.Http;
using Lineage.Server.Infrastructure.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Lineage.Server.Features.Reports;

/// <summary>The reports there are; each has its definition in compliance-reports.</summary>
internal sealed class ReportCatalogue : IEndpoint
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/reports/catalogue", Get).RequireAuthorization(Policies.Reports).WithTags("Reports").WithSummary("The reports there are, with legal sources, parameters and mandatory fields");

    private static Ok<Catalogue> Get(ReportKinds kinds) => TypedResults.Ok(new Catalogue([.. kinds.Names.Select(ReportDefinition.Load)]));

    private sealed record Catalogue(IReadOnlyList<ReportDefinition> Reports);
}
