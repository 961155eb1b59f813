using System.CommandLine;
using System.Globalization;
using Lineage.Cli.Rendering;

namespace Lineage.Cli.Commands;

/// <summary><c>lineage status</c>: whether the server is ready, what it holds, how far the projections are.</summary>
internal static class StatusCommand
{
    internal static Command Create(CliHost host) =>
        new Verb("status", "Show whether the server is ready, what it holds and how far its projections lag. Exit code 1 when it is not ready.", "lineage status", "lineage status --json --url https://lineage.example.org")
            .Does(host, async call =>
            {
                var ready = await call.Client.IsReadyAsync(call.Stop);
                var status = await call.Client.GetStatusAsync(call.Stop);
                var exit = ready ? Exit.Done : Exit.No;
                if (call.Json)
                    return call.WriteJson(new { ready, status.Version, status.Tenant, status.Events, status.Sequence, status.Projected, status.LagMilliseconds, status.Projections, status.Log, status.Building }, exit);
                var table = Tables.Create(host, "WHAT", "VALUE");
                table.Row("ready", ready ? "yes" : "no");
                table.Row("version", status.Version);
                table.Row("tenant", status.Tenant ?? "");
                table.Row("events", status.Events.ToString(CultureInfo.InvariantCulture));
                table.Row("projected", $"{status.Projected} of {status.Sequence}");
                table.Row("lag", string.Create(CultureInfo.InvariantCulture, $"{status.LagMilliseconds:0} ms"));
                foreach (var projection in status.Projections ?? [])
                    table.Row($"projection {projection.Name}", $"{projection.Sequence} {projection.State}");
                if (status.Building is { } building)
                {
                    var left = building.SecondsLeft is { } seconds ? $", about {TimeSpan.FromSeconds(seconds):c} left" : "";
                    table.Row("building", string.Create(CultureInfo.InvariantCulture, $"{building.Sequence} of {building.Of}, {building.EventsPerSecond:0} events/s{left}"));
                }

                if (status.Log is { } log)
                {
                    table.Row("log", log.Origin);
                    table.Row("sealed", string.Create(CultureInfo.InvariantCulture, $"{log.Size} entries, last signed {log.SignedAt:yyyy-MM-dd HH:mm:ss}Z"));
                    if (log.Held is { } held) table.Row("HELD", held);
                }

                host.Console.Write(table);
                return exit;
            });
}
