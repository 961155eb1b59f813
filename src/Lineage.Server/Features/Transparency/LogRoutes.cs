using System.Text;
using FluentValidation;
using Lineage.Merkle;
using Lineage.Server.Features.Transparency.Reading;
using Lineage.Server.Infrastructure.Identity;
using MediatR;
using Microsoft.Net.Http.Headers;

namespace Lineage.Server.Features.Transparency;

/// <summary>A file of the tenant's log as C2SP tlog-tiles names them: the checkpoint, a tile, an entry bundle.</summary>
/// <param name="Tenant">The tenant that the address names; only one's own.</param>
/// <param name="Path">checkpoint, or tile/...</param>
/// <param name="Generation">Which log of the tenant, counted from 1; the present one when absent.</param>
internal sealed record GetLogFile(string Tenant, string Path, int? Generation) : IRequest<ReadOnlyMemory<byte>>;

internal sealed class GetLogFileValidator : AbstractValidator<GetLogFile>
{
    public GetLogFileValidator() => RuleFor(q => q.Path).NotEmpty().MaximumLength(200);
}

internal sealed class GetLogFileHandler(Caller caller, LogReader log) : IRequestHandler<GetLogFile, ReadOnlyMemory<byte>>
{
    public async Task<ReadOnlyMemory<byte>> Handle(GetLogFile request, CancellationToken cancellationToken)
    {
        if (request.Tenant != caller.Tenant) throw Nothing("There is no such log for this token.");
        var head = await log.Head(caller.Tenant, cancellationToken, request.Generation) ?? throw Nothing("Nothing has been sealed in this log yet.");
        if (request.Path == "checkpoint") return Encoding.UTF8.GetBytes(head.Note + await log.Cosignatures(head, cancellationToken));
        if (!TileId.TryParse(request.Path, out var tile) || !Covers(head.Checkpoint.Size, tile)) throw Nothing($"The log of {head.Checkpoint.Size} entries has no such tile.");
        try
        {
            return (await log.Tiles(caller.Tenant, head.Id).Read([tile], cancellationToken))[0];
        }
        catch (LogDamagedException damaged)
        {
            // A reader has to learn that it is gone for good, not that it should come again.
            throw new MalformedInputException(404, "log-damaged", damaged.Message);
        }
    }

    /// <summary>Whether a tree of that size has the tile, whole or at least this wide.</summary>
    internal static bool Covers(long size, TileId tile)
    {
        for (var level = 0; level < tile.Level; level++) size /= TileId.Full;
        return tile.Index <= size / TileId.Full && tile.Index * TileId.Full + tile.Width <= size;
    }

    private static MalformedInputException Nothing(string detail) => new(404, "unknown-log-file", detail);
}

/// <summary>The log as any static reader of c2sp.org/tlog-tiles reads it, behind a bearer token. Older generations, closed by a restore, stay readable.</summary>
internal static class LogRoutes
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/log/{tenant}").RequireAuthorization(Policies.Log).WithTags("Log");
        group.MapGet("/checkpoint", (string tenant, HttpContext http, ISender sender) => Checkpoint(tenant, null, http, sender)).WithSummary("The last signed checkpoint (C2SP tlog-checkpoint)");
        group.MapGet("/tile/{**path}", (string tenant, string path, HttpContext http, ISender sender) => Tile(tenant, path, null, http, sender)).WithSummary("A tile or an entry bundle (C2SP tlog-tiles)");
        group.MapGet("/R{generation:int}/checkpoint", (string tenant, int generation, HttpContext http, ISender sender) => Checkpoint(tenant, generation, http, sender));
        group.MapGet("/R{generation:int}/tile/{**path}", (string tenant, int generation, string path, HttpContext http, ISender sender) => Tile(tenant, path, generation, http, sender));
    }

    private static async Task<IResult> Checkpoint(string tenant, int? generation, HttpContext http, ISender sender)
    {
        var note = await sender.Send(new GetLogFile(tenant, "checkpoint", generation), http.RequestAborted);
        http.Response.Headers[HeaderNames.CacheControl] = "private, no-cache";
        return TypedResults.Bytes(note, "text/plain; charset=utf-8");
    }

    private static async Task<IResult> Tile(string tenant, string path, int? generation, HttpContext http, ISender sender)
    {
        var tile = await sender.Send(new GetLogFile(tenant, $"tile/{path}", generation), http.RequestAborted);
        http.Response.Headers[HeaderNames.CacheControl] = "private, max-age=31536000, immutable";
        return TypedResults.Bytes(tile, "application/octet-stream");
    }
}
