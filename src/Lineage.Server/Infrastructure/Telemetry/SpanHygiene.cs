using System.Diagnostics;
using OpenTelemetry;

namespace Lineage.Server.Infrastructure.Telemetry;

/// <summary>Takes query strings and SQL texts out of spans: what was looked for must not reach a collector.</summary>
internal sealed class SpanHygiene : BaseProcessor<Activity>
{
    private static readonly string[] Withheld = ["url.query", "url.full", "http.target", "http.url", "db.statement", "db.query.text"];

    public override void OnEnd(Activity data)
    {
        foreach (var tag in Withheld)
            data.SetTag(tag, null);
    }
}
