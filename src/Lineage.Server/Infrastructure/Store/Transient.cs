using Npgsql;

namespace Lineage.Server.Infrastructure.Store;

/// <summary>Tells failures of the database that pass by themselves, such as no connection to be had, from those that are ours; also when the store has wrapped them.</summary>
internal static class Transient
{
    public static bool Is(Exception? e) => e is NpgsqlException { IsTransient: true } || (e?.InnerException is { } inner && Is(inner));
}
