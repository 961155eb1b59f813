using Lineage.Contracts;
using Lineage.Server.Features.Transparency;
using Lineage.Server.Infrastructure.Http;
using Lineage.Server.Infrastructure.Identity;
using MediatR;
using Microsoft.Net.Http.Headers;

namespace Lineage.Server.Features.OpenLineage;

/// <summary>The OpenLineage door: POST /api/v1/lineage for one event (201 with its receipt), and for many, as /api/v1/lineage/batch.</summary>
internal sealed class PostLineage : IEndpoint
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/lineage").WithTags("Emitting").RequireAuthorization(Policies.Emit);
        group.MapPost("", One).WithSummary("Store an OpenLineage event (or an array of them)")
            .Accepts<object>("application/json", "application/x-ndjson").Produces<Receipt>(201).Produces<Receipt>(202).Produces<BatchAnswer>(200).ProducesProblem(400).ProducesProblem(413).ProducesProblem(422).ProducesProblem(503);
        group.MapPost("/batch", Many).WithSummary("Store many OpenLineage events: a JSON array or NDJSON")
            .Accepts<object>("application/json", "application/x-ndjson").Produces<BatchAnswer>(200).ProducesProblem(400).ProducesProblem(413).ProducesProblem(503);
    }

    private static async Task<IResult> One(HttpContext http, ISender sender, CancellationToken cancellationToken)
    {
        if (IsLines(http.Request)) return await Many(http, sender, cancellationToken);
        await using var body = RequestBody.Open(http.Request, RequestBody.StreamLimit);
        using var head = await BodyHead.Read(body, cancellationToken);
        if (head.First == '[') return await BatchReading.Answer(head.Whole, Framing.Values, http, sender, cancellationToken);
        var bytes = await head.ReadAll(RequestBody.EventLimit, cancellationToken);
        if (bytes.Length == 0) throw new MalformedInputException(400, "malformed-json", "The body is empty.");
        var outcome = (await sender.Send(new RecordObservations([bytes], http.TraceIdentifier), cancellationToken))[0];
        return outcome switch
        {
            { Receipt: { } receipt } when http.Request.Query["wait"] == "sealed" && !await sender.Send(new AwaitSeal(receipt.EventId), cancellationToken) =>
                TypedResults.Accepted($"/api/v1/events/{receipt.EventId}", receipt),
            { Receipt: { } receipt } => TypedResults.Created($"/api/v1/events/{receipt.EventId}", receipt),
            { Refusal.Status: 503 } => throw new OverloadedException(TimeSpan.FromSeconds(1)),
            { Refusal: { } refusal } => throw new MalformedInputException(refusal.Status, refusal.Code, refusal.Detail, refusal.Pointer),
            _ => throw new InvalidOperationException("An event was neither kept nor refused."),
        };
    }

    private static async Task<IResult> Many(HttpContext http, ISender sender, CancellationToken cancellationToken)
    {
        await using var body = RequestBody.Open(http.Request, RequestBody.StreamLimit);
        if (IsLines(http.Request)) return await BatchReading.Answer(body, Framing.Lines, http, sender, cancellationToken);
        using var head = await BodyHead.Read(body, cancellationToken);
        if (head.First is not ('[' or '{')) throw new MalformedInputException(400, "malformed-json", "The body is neither a JSON array nor JSON objects.");
        return await BatchReading.Answer(head.Whole, Framing.Values, http, sender, cancellationToken);
    }

    private static bool IsLines(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Value is { } name
        && (name.EndsWith("ndjson", StringComparison.OrdinalIgnoreCase) || name.EndsWith("jsonl", StringComparison.OrdinalIgnoreCase));
}
