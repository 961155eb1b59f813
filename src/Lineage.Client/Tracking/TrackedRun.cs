using Lineage.Contracts;
using Lineage.Contracts.OpenLineage;

namespace Lineage.Client;

/// <summary>
/// One run of a job, told to the server as OpenLineage events: START when it begins, COMPLETE after <see cref="CompleteAsync"/>,
/// FAIL or ABORT when it is disposed without. Nothing here throws at the host or makes it wait for the server, but the bounded flush on dispose;
/// see <see cref="Failed"/> for events that were lost. Safe for use by many threads.
/// </summary>
/// <example>
/// <code>
/// await using var run = await TrackedRun.StartAsync(client, new JobName("warehouse", "load_customers"));
/// run.Output(customers, new FieldSpec("email", "text"));
/// run.Derive(customers, "email", file, "email", Derivation.Identity);
/// await run.CompleteAsync();
/// </code>
/// </example>
public sealed class TrackedRun : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly RunEvents writer;
    private readonly BackgroundEmitter emitter;
    private readonly bool ownsEmitter;
    private readonly TimeProvider time;
    private readonly RunFacts facts;
    private bool ended;

    private TrackedRun(LineageClient client, JobName job, TrackedRunOptions options)
    {
        time = client.Options.Time;
        RunId = options.RunId ?? Guid.CreateVersion7(time.GetUtcNow());
        facts = new RunFacts(RunId, job, options);
        writer = new RunEvents(options.Producer.OriginalString);
        ownsEmitter = options.Emitter is null;
        emitter = options.Emitter ?? new BackgroundEmitter(client, 16, options.FlushTimeout, options.OnError);
    }

    /// <summary>Id of the run.</summary>
    public Guid RunId { get; }

    /// <summary>Events lost so far by the emitter of this run.</summary>
    public int Failed => emitter.Failed;

    /// <summary>Begins a run and queues its START.</summary>
    /// <param name="client">Sends the events.</param>
    /// <param name="job">The job this is a run of.</param>
    /// <param name="options">Facets of the job and how to send; null takes the defaults.</param>
    public static ValueTask<TrackedRun> StartAsync(LineageClient client, JobName job, TrackedRunOptions? options = null)
    {
        var run = new TrackedRun(client, job, options ?? new());
        run.Send(EventType.Start);
        return ValueTask.FromResult(run);
    }

    /// <summary>Does work as a tracked run: COMPLETE when it returns, FAIL with the name of the exception's type when it throws, ABORT when it is cancelled.</summary>
    /// <param name="client">Sends the events.</param>
    /// <param name="job">The job this is a run of.</param>
    /// <param name="work">The work; what it throws is thrown on.</param>
    /// <param name="options">Facets of the job and how to send; null takes the defaults.</param>
    public static async Task RunAsync(LineageClient client, JobName job, Func<TrackedRun, Task> work, TrackedRunOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(work);
        await using var run = await StartAsync(client, job, options).ConfigureAwait(false);
        try
        {
            await work(run).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            run.Fail(e);
            throw;
        }

        await run.CompleteAsync().ConfigureAwait(false);
    }

    /// <summary>Names a dataset the run reads, with the fields it has.</summary>
    public TrackedRun Input(DatasetName dataset, params FieldSpec[] fields) => Note(() => facts.Input(dataset).Fields.AddRange(fields));

    /// <summary>Names a dataset the run writes, with the fields it has.</summary>
    public TrackedRun Output(DatasetName dataset, params FieldSpec[] fields) => Note(() => facts.Output(dataset).Fields.AddRange(fields));

    /// <summary>Says that an output field comes from an input field; both datasets become output and input of the run if they are not yet.</summary>
    public TrackedRun Derive(DatasetName output, string outputField, DatasetName input, string inputField, Derivation how) => Note(() =>
    {
        facts.Input(input);
        facts.Output(output).Derivations.Add((outputField, input, inputField, how));
    });

    /// <summary>Tags a dataset of the run, or one field of it; for example key <c>pii</c>, value <c>email</c>.</summary>
    public TrackedRun Tag(DatasetName dataset, string key, string value, string? field = null) => Note(() => facts.Known(dataset).Tags.Add((key, value, field)));

    /// <summary>Tags the job.</summary>
    public TrackedRun TagJob(string key, string value) => Note(() => facts.JobTags.Add((key, value, null)));

    /// <summary>Says what a dataset holds, in words.</summary>
    public TrackedRun Document(DatasetName dataset, string description) => Note(() => facts.Known(dataset).Documentation = description);

    /// <summary>Says what a dataset is: <c>TABLE</c>, <c>VIEW</c>, <c>FILE</c>, <c>TOPIC</c>, <c>STREAM</c> or <c>MODEL</c>.</summary>
    public TrackedRun Kind(DatasetName dataset, string kind) => Note(() => facts.Known(dataset).Kind = kind);

    /// <summary>Names the version of a dataset, for example a digest of its content.</summary>
    public TrackedRun Version(DatasetName dataset, string version) => Note(() => facts.Known(dataset).Version = version);

    /// <summary>Counts what was written.</summary>
    public TrackedRun Written(DatasetName output, long? rows, long? bytes = null) => Note(() => (facts.Output(output).Rows, facts.Output(output).Bytes) = (rows, bytes));

    /// <summary>Gives the query the job runs.</summary>
    public TrackedRun Sql(string query) => Note(() => facts.Sql = query);

    /// <summary>Queues COMPLETE with everything said about the run. What is said afterwards is ignored.</summary>
    public Task CompleteAsync()
    {
        End(EventType.Complete, null);
        return Task.CompletedTask;
    }

    /// <summary>Queues FAIL, or ABORT for a cancellation, with the name of the exception's type; its message may hold data and is not sent.</summary>
    public void Fail(Exception reason) => End(reason is OperationCanceledException ? EventType.Abort : EventType.Fail, reason.GetType().FullName);

    /// <summary>Queues FAIL if the run has not ended, and flushes the run's own emitter for at most <see cref="TrackedRunOptions.FlushTimeout"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        End(EventType.Fail, "The run was disposed before it was completed.");
        if (ownsEmitter)
            await emitter.DisposeAsync().ConfigureAwait(false);
    }

    private TrackedRun Note(Action change)
    {
        lock (gate)
        {
            if (!ended)
                change();
        }

        return this;
    }

    private void End(EventType eventType, string? error)
    {
        lock (gate)
        {
            if (ended)
                return;
            ended = true;
            facts.Error = error;
        }

        Send(eventType);
    }

    private void Send(EventType eventType)
    {
        try
        {
            emitter.TryEmit(writer.Write(facts, eventType, time.GetUtcNow()));
        }
        catch (Exception e)
        {
            emitter.Lost(e);
        }
    }
}
