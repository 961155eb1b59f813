namespace Lineage.Cli.Emission;

/// <summary>One event found in a file.</summary>
/// <param name="Where">File and line, or file and index.</param>
/// <param name="Bytes">The event as it stands in the file.</param>
/// <param name="Problem">Why it cannot be sent; null when it can.</param>
internal sealed record SourceEvent(string Where, ReadOnlyMemory<byte> Bytes, string? Problem);

/// <summary>How events are laid out in a file.</summary>
internal enum EventLayout
{
    /// <summary>Looked up in the file's name and first bytes.</summary>
    Auto,

    /// <summary>One event or an array of events, over any number of lines.</summary>
    Json,

    /// <summary>One event a line.</summary>
    Ndjson,
}
