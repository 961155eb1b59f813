using FluentValidation;
using Lineage.Server.Features.Transparency;
using Lineage.Server.Infrastructure.Http;
using Lineage.Server.Infrastructure.Identity;
using Lineage.Server.Infrastructure.Store;
using MediatR;

namespace Lineage.Server.Features.Catalog;

/// <summary>How the server is doing, for the caller's tenant.</summary>
internal sealed record GetStatus : IRequest<ServerStatus>;

/// <param name="Events">Events of the tenant that are readable in answers.</param>
/// <param name="Sequence">The last number in the record.</param>
/// <param name="Projected">The number up to which answers are complete.</param>
/// <param name="Log">The tenant's log; absent until something is sealed.</param>
/// <param name="Building">How far the read models are built again, while they are; questions are not answered then.</param>
/// <param name="LagMilliseconds">Age of the last recorded event that answers do not show yet; 0 when they show all.</param>
internal sealed record ServerStatus(string Version, string Tenant, long Events, long Sequence, long Projected, long LagMilliseconds, IReadOnlyList<ProjectionStatus> Projections, LogStatus? Log, BuildingStatus? Building = null);

/// <param name="State">running, building, or stopped when it failed; a stopped projection never skips an event.</param>
internal sealed record ProjectionStatus(string Name, long Sequence, string State);

/// <param name="Of">The last event when it began.</param>
/// <param name="EventsPerSecond">0 while that cannot be told.</param>
/// <param name="SecondsLeft">An estimate; absent while there is none.</param>
internal sealed record BuildingStatus(long Sequence, long Of, double EventsPerSecond, double? SecondsLeft)
{
    public static BuildingStatus? From(Building? building) => building is null ? null : new(building.Projected, building.Goal, Math.Round(building.Rate), building.Left?.TotalSeconds);
}

internal sealed class GetStatusValidator : AbstractValidator<GetStatus>;

internal sealed class GetStatusHandler(Caller caller, ProjectionProgress progress, TenantDatabase database, ISender sender, TimeProvider time) : IRequestHandler<GetStatus, ServerStatus>
{
    public async Task<ServerStatus> Handle(GetStatus request, CancellationToken cancellationToken)
    {
        var now = await progress.Now(cancellationToken);
        var (events, waiting) = await database.Single(
            caller.Tenant,
            $"""
            select (select count(*) from lineage_read.observation where tenant_id = $1),
              (select min(timestamp) from {StoreSchema.Record}.mt_events where tenant_id = $1 and seq_id > $2)
            """,
            r => (r.GetInt64(0), r.IsDBNull(1) ? (DateTimeOffset?)null : r.GetFieldValue<DateTimeOffset>(1)), cancellationToken, Parameter.Of(caller.Tenant), Parameter.Of(now.Projected));
        var lag = waiting is { } since ? Math.Max(0, (long)(time.GetUtcNow() - since).TotalMilliseconds) : 0;
        return new(
            typeof(GetStatus).Assembly.GetName().Version!.ToString(3), caller.Tenant, events, now.Recorded, now.Projected, lag,
            [new(StoreSchema.Projection, now.Projected, now.Stopped ? "stopped" : now.Building is null ? "running" : "building")],
            await sender.Send(new GetLogStatus(), cancellationToken), BuildingStatus.From(now.Building));
    }
}

internal sealed class GetStatusEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/status", Get).WithTags("Operating").WithSummary("Counts, the projections' mark and lag");

    private static async Task<IResult> Get(ISender sender, CancellationToken cancellationToken) => TypedResults.Ok(await sender.Send(new GetStatus(), cancellationToken));
}
