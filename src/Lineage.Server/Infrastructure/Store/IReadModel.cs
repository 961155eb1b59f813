using Lineage.Contracts;
using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Infrastructure.Record;
using Npgsql;

namespace Lineage.Server.Infrastructure.Store;

/// <summary>
/// A table of what events say, one file each, found by its type. Rows are only ever added, each with the event's sequence and valid time:
/// a question about any past day is a filter, the order of arrival does not matter, and a rebuild gives the same rows.
/// </summary>
internal interface IReadModel
{
    /// <summary>The table, in the schema <see cref="StoreSchema.Read"/>.</summary>
    string Table { get; }

    /// <summary>Columns and primary key, as SQL that may be run again.</summary>
    string Definition { get; }

    /// <summary>
    /// Indexes beside the primary key: a name each, and what follows <c>on TABLE</c>. Another definition takes another name; what no table asks
    /// for any more is dropped. A rebuild makes them when the table is full. Ids of datasets and jobs are the tenant's own (they are derived from
    /// its name), so that an index by id need not hold the tenant; one by sequence does.
    /// </summary>
    IReadOnlyDictionary<string, string> Indexes => new Dictionary<string, string>();

    /// <summary>Adds the rows of a page of events, in the transaction of the page.</summary>
    Task Write(IReadOnlyList<Observed> page, NpgsqlConnection connection, CancellationToken cancellationToken);
}

/// <summary>An observation with its place in the record.</summary>
/// <param name="Group">What its inputs and outputs belong together with: the run, or the event itself.</param>
internal sealed record Observed(string Tenant, long Sequence, Guid EventId, Guid Group, DateTimeOffset RecordedAt, string Actor, string[] Flags, Observation Said)
{
    /// <summary>The keys of names, shared by the events of a page.</summary>
    public KnownKeys Keys { private get; init; } = new();

    /// <summary>The key of the job that the event is about.</summary>
    public Guid? Job => Said.Job is { } job ? Key(job) : null;

    public Guid Key(DatasetName dataset) => Keys.Dataset(Tenant, dataset);

    public Guid Key(JobName job) => Keys.Job(Tenant, job);
}
