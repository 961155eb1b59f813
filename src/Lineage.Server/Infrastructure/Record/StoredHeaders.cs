using System.Text.Json;
using JasperFx.Events;

namespace Lineage.Server.Infrastructure.Record;

/// <summary>Reads the headers that stand beside an event.</summary>
internal static class StoredHeaders
{
    public static string Text(IEvent e, string name) => e.Headers?.GetValueOrDefault(name) switch
    {
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } element => element.GetString()!,
        _ => "",
    };

    /// <summary>A header written as words one a line.</summary>
    public static string[] List(IEvent e, string name) => Words(Text(e, name));

    public static string[] Words(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
