using System.IO.Pipelines;
using System.Text.Json;
using Lineage.Contracts;
using Lineage.Server.Features.Graph.Reading;
using Lineage.Server.Infrastructure.Http;

namespace Lineage.Server.Features.Graph.Walking;

/// <summary>What was asked, as an answer repeats it.</summary>
internal sealed record Asked(string Root, string Direction, string Granularity, string View, DateTimeOffset AsOf, string KnownAt)
{
    public static Asked Of(NodeId node, string direction, string granularity, string view, Window window) =>
        new(node.ToString(), direction, granularity, view, window.AsOf, window.KnownAt);
}

/// <summary>An answer about lineage: to be read here, or to be written to a caller.</summary>
internal interface ILineageAnswer
{
    LineageAnswer Read();

    /// <summary>Writes it as JSON.</summary>
    Task Write(PipeWriter writer, CancellationToken cancellationToken);
}

/// <summary>An answer that was put together from the database.</summary>
internal sealed class ReadAnswer(LineageAnswer answer) : ILineageAnswer
{
    public LineageAnswer Read() => answer;

    public Task Write(PipeWriter writer, CancellationToken cancellationToken) => JsonSerializer.SerializeAsync(writer, answer, WireJson.Options, cancellationToken);
}

/// <summary>Sends an answer about lineage.</summary>
internal sealed class LineageResult(ILineageAnswer answer) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        return answer.Write(httpContext.Response.BodyWriter, httpContext.RequestAborted);
    }
}
