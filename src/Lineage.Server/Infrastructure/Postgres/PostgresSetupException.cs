namespace Lineage.Server.Infrastructure.Postgres;

/// <summary>What keeps the database from being used, told to the operator: the host prints the message without a stack trace and ends.</summary>
internal sealed class PostgresSetupException(string message, Exception? inner = null) : Exception(message, inner);
