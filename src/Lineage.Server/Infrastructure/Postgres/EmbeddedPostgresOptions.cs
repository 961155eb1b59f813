namespace Lineage.Server.Infrastructure.Postgres;

/// <summary>Where the embedded PostgreSQL keeps its data and, when it must not search for them, where its programs are.</summary>
/// <param name="DataDirectory">The state directory of one installation; the cluster is its folder <c>pg</c>.</param>
/// <param name="BinariesDirectory">The folder with <c>postgres</c>, <c>initdb</c> and <c>pg_ctl</c>; nothing else is tried when it is given.</param>
internal sealed record EmbeddedPostgresOptions(string DataDirectory, string? BinariesDirectory = null);
