namespace Lineage.Server.Infrastructure.Store;

/// <summary>One connection string for each role of the database; no part of the server has more rights than it needs.</summary>
/// <param name="Owner">Owns the schema; migrations only.</param>
/// <param name="App">Doors and queries: row-level security by tenant, no change of events.</param>
/// <param name="Daemon">Projections: sees all tenants, writes read models, cannot change events.</param>
/// <param name="Embedded">True when the database is the server's own, so that no other process can be working on it.</param>
internal sealed record DatabaseConnections(string Owner, string App, string Daemon, bool Embedded);
