using System.Text.Json.Serialization;
using Lineage.Contracts;

namespace Lineage.Client;

/// <summary>What became of a batch of events.</summary>
/// <param name="Status"><c>success</c>, <c>partial_success</c> or <c>failed</c>.</param>
/// <param name="Summary">The counts.</param>
/// <param name="FailedEvents">The refusals.</param>
/// <param name="Receipts">One receipt for each event that was taken.</param>
public sealed record BatchAnswer(
    string Status, BatchSummary Summary, [property: JsonPropertyName("failed_events")] IReadOnlyList<FailedEvent>? FailedEvents, IReadOnlyList<Receipt>? Receipts);
