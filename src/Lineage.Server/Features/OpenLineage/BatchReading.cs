using System.Text.Json;
using Lineage.Contracts;
using Lineage.Server.Infrastructure.Http;
using MediatR;
using Microsoft.AspNetCore.WebUtilities;

namespace Lineage.Server.Features.OpenLineage;

/// <summary>The answer to a batch (OpenLineage API 2.0.2, with our receipts).</summary>
internal sealed record BatchAnswer(string Status, BatchSummary Summary, IReadOnlyList<FailedEvent> FailedEvents, IReadOnlyList<Receipt> Receipts);

/// <summary>Stores the events of a body in groups while it arrives; memory stays constant however long it is.</summary>
internal static class BatchReading
{
    private const int GroupCount = 250;
    private const int GroupBytes = 4 * 1024 * 1024;

    public static async Task<IResult> Answer(Stream body, Framing framing, HttpContext http, ISender sender, CancellationToken cancellationToken)
    {
        await using var tally = new Tally();
        var group = new List<(long Index, byte[] Body)>();
        var (index, bytes) = (0L, 0);
        await foreach (var slice in new JsonSlices(body, RequestBody.EventLimit).Read(framing, cancellationToken))
        {
            if (slice.Refusal is { } refusal)
            {
                await Flush(group, tally, http, sender, cancellationToken);
                tally.Add(index, new Outcome(null, refusal));
            }
            else
            {
                group.Add((index, slice.Bytes));
            }

            (index, bytes) = (index + 1, bytes + slice.Bytes.Length);
            if (group.Count < GroupCount && bytes < GroupBytes) continue;
            await Flush(group, tally, http, sender, cancellationToken);
            bytes = 0;
        }

        await Flush(group, tally, http, sender, cancellationToken);
        return await tally.Answer(http);
    }

    private static async Task Flush(List<(long Index, byte[] Body)> group, Tally tally, HttpContext http, ISender sender, CancellationToken cancellationToken)
    {
        if (group.Count == 0) return;
        var outcomes = await sender.Send(new RecordObservations([.. group.Select(g => g.Body)], http.TraceIdentifier), cancellationToken);
        for (var i = 0; i < group.Count; i++) tally.Add(group[i].Index, outcomes[i]);
        group.Clear();
    }

    /// <summary>Counts, and the details in files once they are many: an answer to a million events must not fill the memory.</summary>
    private sealed class Tally : IAsyncDisposable
    {
        private static readonly JsonSerializerOptions Json = WireJson.Options;
        private readonly FileBufferingWriteStream _failed = new(memoryThreshold: 1024 * 1024);
        private readonly FileBufferingWriteStream _receipts = new(memoryThreshold: 1024 * 1024);
        private long _successful;
        private long _failures;
        private long _duplicates;
        private Refusal? _onlyMalformed;

        public void Add(long index, Outcome outcome)
        {
            if (outcome.Receipt is { } receipt)
            {
                if (receipt.Duplicate) _duplicates++;
                Write(_receipts, _successful++, receipt with { Index = index });
            }
            else
            {
                _onlyMalformed = outcome.Refusal is not { Status: 400 } ? null : _failures == 0 ? outcome.Refusal : _onlyMalformed;
                Write(_failed, _failures++, new FailedEvent(index, outcome.Refusal!.Reason, outcome.Retriable));
            }
        }

        private static void Write<T>(FileBufferingWriteStream to, long before, T item)
        {
            if (before > 0) to.WriteByte((byte)',');
            JsonSerializer.Serialize(to, item, Json);
        }

        /// <exception cref="MalformedInputException">400 when the body holds nothing that could be an event.</exception>
        public async Task<IResult> Answer(HttpContext http)
        {
            if (_successful == 0 && _onlyMalformed is { } malformed) throw new MalformedInputException(400, malformed.Code, malformed.Detail, malformed.Pointer);
            var summary = new BatchSummary(_successful + _failures, _successful, _failures, _duplicates);
            var status = _failures == 0 ? "success" : _successful == 0 ? "failure" : "partial_success";
            http.Response.ContentType = "application/json; charset=utf-8";
            await http.Response.WriteAsync($$"""{"status":"{{status}}","summary":{{JsonSerializer.Serialize(summary, Json)}},"failed_events":[""");
            await _failed.DrainBufferAsync(http.Response.Body);
            await http.Response.WriteAsync("],\"receipts\":[");
            await _receipts.DrainBufferAsync(http.Response.Body);
            await http.Response.WriteAsync("]}");
            return Results.Empty;
        }

        public async ValueTask DisposeAsync()
        {
            await _failed.DisposeAsync();
            await _receipts.DisposeAsync();
        }
    }
}
