using System.Text.Json;

namespace Lineage.Server.Infrastructure.Record;

/// <summary>
/// An event of the record. Its name in the store is the record's name in snake case and never changes; neither does what it holds.
/// </summary>
internal interface IStoredEvent;

/// <summary>
/// Something an emitter observed, kept as the bytes it sent. What it means is decided by pure functions in projections.
/// Made by a constructor that takes the bytes alone.
/// </summary>
internal interface IObservedEvent : IStoredEvent
{
    /// <summary>The event as received, UTF-8 JSON; empty once erased.</summary>
    ReadOnlyMemory<byte> Body { get; }
}

/// <summary>Something a person or the product decided, stored as JSON.</summary>
internal interface IDecidedEvent : IStoredEvent;

/// <summary>How decisions are written: camelCase, absent values left out, enums by name.</summary>
internal static class DecidedJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
