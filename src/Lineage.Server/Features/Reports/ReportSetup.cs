using Lineage.Server.Features.Reports.DatasetProvenance;

namespace Lineage.Server.Features.Reports;

internal static class ReportSetup
{
    public static void AddReports(this IServiceCollection services)
    {
        services.AddScoped<EvidenceReader>().AddScoped<ProvenanceQuery>().AddScoped<ReportMaker>().AddScoped<ReportRenderer>();
        services.AddSingleton<ReportWorker>().AddHostedService(provider => provider.GetRequiredService<ReportWorker>());
    }
}
