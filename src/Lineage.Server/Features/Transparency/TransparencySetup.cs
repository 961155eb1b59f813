using Lineage.Server.Features.Transparency.Checking;
using Lineage.Server.Features.Transparency.Reading;
using Lineage.Server.Features.Transparency.Receipts;
using Lineage.Server.Features.Transparency.Sealing;
using Lineage.Server.Features.Transparency.Timestamps;
using Lineage.Server.Features.Transparency.Witnessing;
using Lineage.Server.Infrastructure;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Lineage.Server.Features.Transparency;

internal static class TransparencySetup
{
    public static void AddTransparency(this IServiceCollection services, IConfiguration configuration, StateDirectory state)
    {
        services.AddSingleton(LogSettings.From(configuration, state)).AddSingleton(new OutsideCheckpoints(state));
        services.TryAddSingleton<ILogSigners>(new FileLogSigners(state));
        services.AddSingleton<LogOpening>().AddSingleton<LogReader>().AddSingleton<SealingProgress>().AddSingleton<LogIdentities>().AddSingleton<ReceiptSigner>();
        services.AddSingleton<CheckedLogs>().AddSingleton<RecordCheck>().AddSingleton<RecordChecks>();
        services.AddSingleton(WitnessSettings.From(configuration)).AddSingleton<WitnessClient>().AddSingleton<WitnessRound>();
        services.AddSingleton(TimestampSettings.From(configuration)).AddSingleton<TimestampAuthority>().AddSingleton<TimestampRound>();
        services.AddHostedService<Sealer>().AddHostedService<RecordCheckJob>().AddHostedService<Attestations>();
    }
}
