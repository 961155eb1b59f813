using System.Text.Json.Serialization;
using Lineage.Contracts;

namespace Lineage.Server.Features.OpenLineage;

/// <summary>How the door's answers are written, without reflection.</summary>
[JsonSerializable(typeof(Receipt))]
[JsonSerializable(typeof(FailedEvent))]
[JsonSerializable(typeof(BatchSummary))]
internal sealed partial class DoorJson : JsonSerializerContext;
