using Lineage.Server.Features.Graph.Interpretation;
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

    /// <summary>Columns and indexes, as SQL that may be run again.</summary>
    string Definition { get; }

    /// <summary>Adds the rows of a page of events, in the transaction of the page.</summary>
    Task Write(IReadOnlyList<Observed> page, NpgsqlConnection connection, CancellationToken cancellationToken);
}

/// <summary>An observation with its place in the record.</summary>
/// <param name="Group">What its inputs and outputs belong together with: the run, or the event itself.</param>
internal sealed record Observed(string Tenant, long Sequence, Guid EventId, Guid Group, DateTimeOffset RecordedAt, string Actor, string[] Flags, Observation Said);
