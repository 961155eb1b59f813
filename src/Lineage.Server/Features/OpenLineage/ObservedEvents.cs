using Lineage.Server.Infrastructure.Record;

namespace Lineage.Server.Features.OpenLineage;

/// <summary>A RunEvent as received.</summary>
internal sealed record RunObserved(ReadOnlyMemory<byte> Body) : IObservedEvent;

/// <summary>A JobEvent as received.</summary>
internal sealed record JobObserved(ReadOnlyMemory<byte> Body) : IObservedEvent;

/// <summary>A DatasetEvent as received.</summary>
internal sealed record DatasetObserved(ReadOnlyMemory<byte> Body) : IObservedEvent;
