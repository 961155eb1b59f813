namespace Lineage.Client;

/// <summary>How a <see cref="TrackedRun"/> describes its job and sends its events.</summary>
public sealed record TrackedRunOptions
{
    /// <summary>URI of the code that emits, written into every event and facet.</summary>
    public Uri Producer { get; init; } = new("urn:lineage:client:" + typeof(TrackedRunOptions).Assembly.GetName().Version?.ToString(3));

    /// <summary>Id of the run; null makes a new one (UUID version 7, RFC 9562).</summary>
    public Guid? RunId { get; init; }

    /// <summary>What the job does, in words.</summary>
    public string? Documentation { get; init; }

    /// <summary>Where the job's code lies.</summary>
    public SourceCodeLocation? SourceCode { get; init; }

    /// <summary>The query the job runs.</summary>
    public string? Sql { get; init; }

    /// <summary>Who answers for the job, as written into its ownership facet.</summary>
    public IReadOnlyList<string> Owners { get; init; } = [];

    /// <summary>Sends the events; null gives the run one of its own that is flushed when the run is disposed. A shared one is flushed by its owner.</summary>
    public BackgroundEmitter? Emitter { get; init; }

    /// <summary>Longest wait for the run's own emitter on dispose.</summary>
    public TimeSpan FlushTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Told of every event of the run's own emitter that is lost.</summary>
    public Action<Exception>? OnError { get; init; }
}
