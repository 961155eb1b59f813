namespace Lineage.Cli;

/// <summary>The verb was called in a way that cannot be meant; the message says what to write instead.</summary>
internal sealed class UsageException(string message) : Exception(message);
