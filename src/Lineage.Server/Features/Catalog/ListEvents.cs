using System.Globalization;
using FluentValidation;
using Lineage.Contracts;
using Lineage.Server.Features.Catalog.Paging;
using Lineage.Server.Features.Catalog.Reading;
using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Features.Graph.Reading;
using Lineage.Server.Infrastructure.Http;
using Lineage.Server.Infrastructure.Identity;
using Lineage.Server.Infrastructure.Store;
using MediatR;

namespace Lineage.Server.Features.Catalog;

/// <summary>The observed events, newest first by valid time.</summary>
/// <param name="Job">Only of this job (node id).</param>
/// <param name="Dataset">Only those that name this dataset (node id) under this name.</param>
/// <param name="Run">Only of this run: its id, or <c>run:ID</c>.</param>
/// <param name="After">Only those whose valid time is later.</param>
/// <param name="Before">Only those whose valid time is earlier.</param>
/// <param name="Body">True to have the events' JSON too; a page then ends early once it holds 32 MiB.</param>
internal sealed record ListEvents(
    string? Job, string? Dataset, string? Run, string? After, string? Before, bool Body, string? AsOf, string? KnownAt, int? Limit, string? Cursor) : IRequest<Listing<StoredEvent>>, IPaged
{
    public string[] List => ["events", Job ?? "", Dataset ?? "", Run ?? "", After ?? "", Before ?? ""];
}

internal sealed class ListEventsValidator : AbstractValidator<ListEvents>
{
    public ListEventsValidator()
    {
        this.AddPaging();
        RuleFor(q => q.Job).NodeOf("job");
        RuleFor(q => q.Dataset).NodeOf("dataset");
        RuleFor(q => q.Run).Plain();
        RuleFor(q => q.After).Must(IsTime).WithMessage("after is a time (RFC 3339).");
        RuleFor(q => q.Before).Must(IsTime).WithMessage("before is a time (RFC 3339).");
    }

    private static bool IsTime(string? text) => text is null || EventTime.Read(text) is not null;
}

internal sealed class ListEventsHandler(Caller caller, WindowResolver windows, TenantDatabase database) : IRequestHandler<ListEvents, Listing<StoredEvent>>
{
    private const long MostBytes = 32L * 1024 * 1024;

    public async Task<Listing<StoredEvent>> Handle(ListEvents request, CancellationToken cancellationToken)
    {
        var page = await windows.Page(caller.Tenant, request, cancellationToken);
        var heads = await database.Query(
            caller.Tenant,
            $"""
            with picked as (
              select o.seq, o.valid_at from lineage_read.observation o
              where {Window.Of("o")} and ($4::uuid is null or o.job_id = $4)
                and ($5::uuid is null or o.seq in (select u.seq from lineage_read.dataset_use u where {Window.Of("u")} and u.dataset_id = $5))
                and ($6::uuid is null or (o.group_id = $6 and o.kind = 'run'))
                and ($7::timestamptz is null or o.valid_at > $7) and ($8::timestamptz is null or o.valid_at < $8)
                and ($9::timestamptz is null or (o.valid_at, o.seq) < ($9, $10))
              order by o.valid_at desc, o.seq desc limit $11)
            select {StoredEvents.Columns}, p.valid_at from picked p join {StoreSchema.Record}.mt_events e on e.tenant_id = $1 and e.seq_id = p.seq
            order by p.valid_at desc, p.seq desc
            """,
            r => (Event: StoredEvents.ReadHead(r), Size: (long)r.GetInt32(9)), cancellationToken,
            [
                .. page.Window.Parameters(), Sql.Id(Key(request.Job)), Sql.Id(Key(request.Dataset)),
                Sql.Id(request.Run is null ? null : NodeKeys.Of(caller.Tenant, new RunNode(PagedRules.RunId(request.Run)))),
                Sql.Time(EventTime.Read(request.After)?.Value), Sql.Time(EventTime.Read(request.Before)?.Value),
                Sql.Time(page.Time(0)), Sql.Long(page.After is null ? null : page.Number(1)), Parameter.Of(page.Fetch),
            ]);
        var taken = heads.Take(page.Limit).ToList();
        if (request.Body) taken = Fitting(taken);
        var events = taken.ConvertAll(h => h.Event);
        if (request.Body) events = await WithBodies(events, cancellationToken);
        return page.Of(events, heads.Count > events.Count, e => e, e => [Paged.Key(e.ValidAt!.Value), e.Sequence.ToString(CultureInfo.InvariantCulture)]);
    }

    private Guid? Key(string? node) => node is null ? null : NodeKeys.Of(caller.Tenant, NodeId.Parse(node));

    // One event at least, or a large one would end the list.
    private static List<(StoredEvent Event, long Size)> Fitting(List<(StoredEvent Event, long Size)> heads)
    {
        var sum = 0L;
        return [.. heads.TakeWhile((h, i) => (sum += h.Size) <= MostBytes || i == 0)];
    }

    private async Task<List<StoredEvent>> WithBodies(List<StoredEvent> heads, CancellationToken cancellationToken)
    {
        var bodies = (await database.Query(
            caller.Tenant, $"select e.seq_id, e.bdata from {StoreSchema.Record}.mt_events e where e.tenant_id = $1 and e.seq_id = any($2)",
            r => (Sequence: r.GetInt64(0), Bytes: r.IsDBNull(1) ? [] : r.GetFieldValue<byte[]>(1)), cancellationToken,
            Parameter.Of(caller.Tenant), Parameter.Of(heads.Select(h => h.Sequence).ToArray()))).ToDictionary(b => b.Sequence, b => b.Bytes);
        return heads.ConvertAll(h => h.Erased ? h : h with { Body = new(bodies[h.Sequence]) });
    }
}

internal sealed class ListEventsEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/events", Get).RequireAuthorization(Policies.StoredEvents).WithTags("Emitting").WithSummary("Events of a job, dataset or run, newest first").Produces<Listing<StoredEvent>>();

    private static async Task<IResult> Get(
        string? job, string? dataset, string? run, string? after, string? before, bool? body, string? asOf, string? knownAt, int? limit, string? cursor,
        ISender sender, CancellationToken cancellationToken) =>
        TypedResults.Ok(await sender.Send(new ListEvents(job, dataset, run, after, before, body is true, asOf, knownAt, limit, cursor), cancellationToken));
}
