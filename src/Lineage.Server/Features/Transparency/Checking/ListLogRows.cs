using System.Text.Json;
using FluentValidation;
using Lineage.Contracts;
using Lineage.Server.Infrastructure.Http;
using Lineage.Server.Infrastructure.Identity;
using Lineage.Server.Infrastructure.Store;
using MediatR;

namespace Lineage.Server.Features.Transparency.Checking;

/// <summary>Rows of the tenant's record with everything their entries can be recomputed from, in the order of their sequence numbers.</summary>
/// <param name="After">Only rows after this number.</param>
/// <param name="Limit">Most rows of one answer.</param>
internal sealed record ListLogRows(long? After, int? Limit) : IRequest<AuditableRows>
{
    public const int Usual = 1000, Most = 10_000;
}

/// <param name="Rows">Read while they are written out, so that memory holds one.</param>
internal sealed record AuditableRows(LogRowsHead Head, int Limit, long After, IAsyncEnumerable<AuditableRow> Rows);

internal sealed class ListLogRowsValidator : AbstractValidator<ListLogRows>
{
    public ListLogRowsValidator()
    {
        RuleFor(q => q.After).GreaterThanOrEqualTo(0);
        RuleFor(q => q.Limit).InclusiveBetween(1, ListLogRows.Most);
    }
}

internal sealed class ListLogRowsHandler(Caller caller, TenantDatabase database) : IRequestHandler<ListLogRows, AuditableRows>
{
    public async Task<AuditableRows> Handle(ListLogRows request, CancellationToken cancellationToken)
    {
        var (tenant, after, limit) = (caller.Tenant, request.After ?? 0, request.Limit ?? ListLogRows.Usual);
        var head = await database.Single(tenant, SealedMark.Query, SealedMark.Read, cancellationToken, Parameter.Of(tenant));
        return new(head!, limit, after, database.Stream(tenant, AuditableRow.Query, AuditableRow.Read, cancellationToken, Parameter.Of(tenant), Parameter.Of(after), Parameter.Of(limit)));
    }
}

internal sealed class ListLogRowsEndpoint : IEndpoint
{
    private const string Ndjson = "application/x-ndjson";
    private static readonly JsonSerializerOptions Lines = new(WireJson.Options) { WriteIndented = false };

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/log/rows", Get).RequireAuthorization(Policies.StoredEvents).WithTags("Log")
            .WithSummary("Rows of the record for a verifier (NDJSON): first the sealer's mark, then a line a row, last where to go on").Produces(200, contentType: Ndjson).ProducesProblem(422);

    private static async Task<IResult> Get(long? after, int? limit, ISender sender, CancellationToken cancellationToken)
    {
        var answer = await sender.Send(new ListLogRows(after, limit), cancellationToken);
        return TypedResults.Stream(body => Write(answer, body, cancellationToken), Ndjson);
    }

    private static async Task Write(AuditableRows answer, Stream body, CancellationToken cancellationToken)
    {
        await Line(body, answer.Head, cancellationToken);
        var (last, count) = (answer.After, 0);
        await foreach (var row in answer.Rows.WithCancellation(cancellationToken))
        {
            await Line(body, On(row), cancellationToken);
            (last, count) = (row.Row.Sequence, count + 1);
        }

        await Line(body, new LogRowsEnd(last, count == answer.Limit), cancellationToken);
    }

    private static async Task Line<T>(Stream body, T line, CancellationToken cancellationToken)
    {
        await JsonSerializer.SerializeAsync(body, line, Lines, cancellationToken);
        await body.WriteAsync("\n"u8.ToArray(), cancellationToken);
    }

    private static LogRow On(AuditableRow r) => new(
        r.Row.EventId, r.Row.Tenant, r.Row.Stream, r.Row.Version, r.Row.Type, r.Row.Sequence, r.Row.RecordedAt, r.Row.Actor ?? "", r.Row.Commit ?? "", r.Row.Core, r.Salt, r.CoreSalt, r.Body, r.CoreBody(), r.Log, r.Index, r.Refused);
}
