using System.Text;
using FluentValidation;
using Lineage.Server.Features.Reports.Packing;
using Lineage.Server.Infrastructure.Http;
using Lineage.Server.Infrastructure.Identity;
using MediatR;
using Microsoft.Net.Http.Headers;

namespace Lineage.Server.Features.Reports;

/// <summary>A ready report in one of its forms.</summary>
/// <param name="Form">A key of <see cref="ReportForms.Types"/>, but not zip.</param>
internal sealed record GetReportContent(Guid Id, string Form) : IRequest<byte[]>;

internal sealed class GetReportContentValidator : AbstractValidator<GetReportContent>
{
    public GetReportContentValidator() => RuleFor(q => q.Form).Must(form => form != ReportForms.Pack && ReportForms.Types.ContainsKey(form));
}

internal sealed class GetReportContentHandler(Caller caller, ReportMaker maker, ReportRenderer renderer) : IRequestHandler<GetReportContent, byte[]>
{
    public async Task<byte[]> Handle(GetReportContent request, CancellationToken cancellationToken)
    {
        var report = await maker.Find(caller.Tenant, request.Id, cancellationToken) ?? throw UnknownReport.Of();
        var made = await maker.Make(caller.Tenant, report, cancellationToken);
        return request.Form switch
        {
            "html" => Encoding.UTF8.GetBytes(await renderer.Html(made)),
            "pdf" => ReportRenderer.Pdf(made),
            "csv" => ReportCsv.Write(await maker.Lines(caller.Tenant, report, made, cancellationToken)),
            _ => Encoding.UTF8.GetBytes(ReportRenderer.Json(made)),
        };
    }
}

/// <summary>The media types in which a report is to be had.</summary>
internal static class ReportForms
{
    /// <summary>The report with its evidence.</summary>
    public const string Pack = "zip";

    public static readonly IReadOnlyDictionary<string, string> Types = new Dictionary<string, string>
    {
        ["json"] = "application/json",
        ["html"] = "text/html",
        ["pdf"] = "application/pdf",
        ["csv"] = "text/csv",
        [Pack] = "application/zip",
    };

    /// <summary>The form that the caller likes best; null when it takes none of them.</summary>
    public static string? Of(string accept)
    {
        if (accept.Length == 0 || !MediaTypeHeaderValue.TryParseList([accept], out var wanted)) return accept.Length == 0 ? "json" : null;
        return wanted.Where(w => w.Quality is not 0).OrderByDescending(w => w.Quality ?? 1)
            .Select(w => Types.Where(t => new MediaTypeHeaderValue(t.Value).IsSubsetOf(w)).Select(t => t.Key).FirstOrDefault()).FirstOrDefault(form => form is not null);
    }
}

internal sealed class GetReportContentEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/reports/{id:guid}/content", Get).RequireAuthorization(Policies.Reports).WithTags("Reports").WithSummary("A report as JSON, HTML, PDF, CSV or a pack with its evidence, by Accept; openings=payloads opens the payloads of events in a pack")
            .Produces(200, contentType: "application/json", additionalContentTypes: ["text/html", "application/pdf", "text/csv", "application/zip"]).ProducesProblem(404).ProducesProblem(406).ProducesProblem(409).ProducesProblem(503);

    private static async Task<IResult> Get(Guid id, string? openings, HttpRequest request, ISender sender, CancellationToken cancellationToken)
    {
        var form = ReportForms.Of(request.Headers.Accept.ToString())
            ?? throw new MalformedInputException(406, "not-acceptable", $"A report is to be had as {string.Join(", ", ReportForms.Types.Values)}.");
        var type = ReportForms.Types[form];
        var bytes = form == ReportForms.Pack
            ? await sender.Send(new PackReport(id, openings ?? PackOpenings.Cores), cancellationToken)
            : await sender.Send(new GetReportContent(id, form), cancellationToken);
        return TypedResults.File(bytes, form is "pdf" or ReportForms.Pack ? type : $"{type}; charset=utf-8", $"report-{id}.{form}");
    }
}
