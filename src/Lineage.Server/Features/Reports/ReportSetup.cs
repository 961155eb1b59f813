using Lineage.Server.Features.Reports.DatasetProvenance;
using Lineage.Server.Features.Reports.Packing;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Lineage.Server.Features.Reports;

internal static class ReportSetup
{
    public static void AddReports(this IServiceCollection services)
    {
        services.AddScoped<EvidenceReader>().AddScoped<ProvenanceQuery>().AddScoped<ProvenanceEvidence>().AddScoped<ReportMaker>().AddScoped<ReportRenderer>().AddScoped<ReportKinds>();
        services.AddScoped<PackEvents>().AddScoped<PackedLog>().AddScoped<PackMaker>().TryAddSingleton(new PackLimits());
        foreach (var kind in Kinds()) services.AddScoped(typeof(IReportKind), kind);
        services.AddSingleton<ReportWorker>().AddHostedService(provider => provider.GetRequiredService<ReportWorker>());
    }

    /// <summary>Every kind of report of this assembly.</summary>
    public static IEnumerable<Type> Kinds() => typeof(ReportSetup).Assembly.GetTypes().Where(t => t.IsClass && t.IsAssignableTo(typeof(IReportKind)));
}
