using Lineage.Server.Infrastructure.Identity;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Lineage.Server.Infrastructure.Telemetry;

internal static class TelemetrySetup
{
    /// <summary>Name of the server's own meter and activity source.</summary>
    public const string Name = "Lineage";

    /// <summary>Tag of the health checks that decide whether the server is ready.</summary>
    public const string Ready = "ready";

    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Metrics, traces and health. Nothing leaves the machine unless <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names a collector.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddHealthChecks();
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("lineage", serviceVersion: typeof(TelemetrySetup).Assembly.GetName().Version?.ToString(3)))
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter("Npgsql", "Marten", Name)
                .AddPrometheusExporter());
        // Spans that nobody collects would only cost: several for each event that is posted.
        if (string.IsNullOrEmpty(configuration[Endpoint])) return services;
        telemetry
            .WithTracing(traces => traces
                .AddAspNetCoreInstrumentation()
                .AddNpgsql()
                .AddSource("Marten", Name)
                .AddProcessor<SpanHygiene>())
            .UseOtlpExporter();
        return services;
    }

    /// <summary><c>/metrics</c> for admins; <c>/health/live</c> and <c>/health/ready</c> for anyone.</summary>
    public static void MapTelemetry(this IEndpointRouteBuilder app)
    {
        app.MapPrometheusScrapingEndpoint("/metrics").RequireAuthorization(Policies.Admin);
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false, ResponseWriter = HealthAnswer.Write }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new() { Predicate = check => check.Tags.Contains(Ready), ResponseWriter = HealthAnswer.Write }).AllowAnonymous();
    }
}
