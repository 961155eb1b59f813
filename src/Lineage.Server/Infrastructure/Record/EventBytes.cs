using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using JasperFx.Events;

namespace Lineage.Server.Infrastructure.Record;

/// <summary>
/// Puts every event into the store as UTF-8 JSON bytes: observations as they were received, byte for byte, decisions as JSON.
/// The store's own jsonb would reorder keys, drop duplicates and rewrite numbers, and so destroy the evidence.
/// </summary>
internal sealed class EventBytes(ConstructorInvoker? observed) : IEventBinarySerializer
{
    /// <summary>The serializer of one event type.</summary>
    public static EventBytes For(Type type) => new(
        type.IsAssignableTo(typeof(IObservedEvent)) ? ConstructorInvoker.Create(type.GetConstructor([typeof(ReadOnlyMemory<byte>)])!) : null);

    /// <summary>The bytes that are stored and committed to.</summary>
    public static byte[] Of(IStoredEvent data) =>
        data is IObservedEvent observation ? Whole(observation.Body) : JsonSerializer.SerializeToUtf8Bytes(data, data.GetType(), DecidedJson.Options);

    // Nobody changes bytes that were received, so they need no copy.
    private static byte[] Whole(ReadOnlyMemory<byte> body) =>
        MemoryMarshal.TryGetArray(body, out var segment) && segment.Array is { } array && array.Length == body.Length ? array : body.ToArray();

    public byte[] Serialize(Type type, object data) => Of((IStoredEvent)data);

    public object Deserialize(Type type, byte[] data) =>
        observed is not null ? observed.Invoke(new ReadOnlyMemory<byte>(data)) : JsonSerializer.Deserialize(data.Length == 0 ? "{}"u8.ToArray() : data, type, DecidedJson.Options)!;
}
