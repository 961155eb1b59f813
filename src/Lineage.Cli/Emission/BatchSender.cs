using System.Net;
using Lineage.Client;

namespace Lineage.Cli.Emission;

/// <summary>Sends events in batches of at most 500 events and 8 MiB (one larger event goes alone), and counts what became of them.</summary>
internal sealed class BatchSender(LineageClient client, Action<EmissionFailure> onFailure)
{
    private const int MaxEvents = 500;
    private const int MaxBytes = 8 * 1024 * 1024;

    private readonly List<SourceEvent> batch = [];
    private long bytes;

    internal EmissionResult Result { get; } = new();

    internal async Task AddAsync(SourceEvent found, CancellationToken stop)
    {
        if (found.Problem is { } problem)
        {
            Fail(new(found.Where, problem, Retriable: false));
            return;
        }

        if (batch.Count == MaxEvents || (batch.Count > 0 && bytes + found.Bytes.Length > MaxBytes))
            await FlushAsync(stop);
        batch.Add(found);
        bytes += found.Bytes.Length;
    }

    internal async Task FlushAsync(CancellationToken stop)
    {
        if (batch.Count == 0)
            return;
        try
        {
            var answer = await client.EmitBatchAsync([.. batch.Select(e => e.Bytes)], stop);
            Result.Succeed(answer.Summary.Successful, answer.Summary.Duplicates);
            foreach (var failed in answer.FailedEvents ?? [])
                Fail(new(failed.Index < batch.Count ? batch[(int)failed.Index].Where : "end of the batch", failed.Reason, failed.Retriable));
        }
        catch (LineageProblemException problem) when (problem.Status is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity)
        {
            foreach (var found in batch)
                Fail(new(found.Where, problem.Message, Retriable: false));
        }

        batch.Clear();
        bytes = 0;
    }

    private void Fail(EmissionFailure failure)
    {
        Result.Fail(failure);
        onFailure(failure);
    }
}
