namespace Lineage.Server.Infrastructure.Postgres;

/// <summary>The roles of the database; which of them may do what is settled where schema and grants are made.</summary>
internal static class DatabaseRoles
{
    /// <summary>The superuser of an embedded cluster: set-up and scrubbing only.</summary>
    internal const string Superuser = "lineage";

    /// <summary>Owns database, schema and triggers: migrations only.</summary>
    internal const string Owner = "lineage_owner";

    /// <summary>Serves doors and queries under row level security.</summary>
    internal const string App = "lineage_app";

    /// <summary>Runs projections and the sealer across tenants.</summary>
    internal const string Daemon = "lineage_daemon";

    /// <summary>The most connections of one pool; the pools of a server together stay well below what PostgreSQL grants, and waiting for one is not failing.</summary>
    internal static int LargestPool(string role) => role == Daemon ? 8 : 30;

    internal static IReadOnlyList<string> Working { get; } = [Owner, App, Daemon];

    internal static IReadOnlyList<string> All { get; } = [Superuser, .. Working];
}
