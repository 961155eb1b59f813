using System.Text.Json;
using Lineage.Contracts;
using Lineage.Merkle;

namespace Lineage.Client;

/// <summary>
/// Keeps receipts in a file, one JSON object a line as the server answered it, each handed to the operating system before the next. With
/// them stand the verifier keys of the log as they were when its receipts were first seen (lines <c>{"key":…}</c>), so that a server
/// cannot later put another key in their place. Safe for use by many threads; one process at a time writes a file.
/// </summary>
/// <remarks>A full file is renamed to <c>….1</c>, in place of the one before it, and a new one is begun: two files at most.</remarks>
public sealed class ReceiptBook : IDisposable
{
    private static readonly JsonSerializerOptions s_line = new(LineageClient.Json) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };
    private readonly Lock gate = new();
    private readonly Dictionary<(string Name, uint Id), VerifierKey> keys = [];
    private readonly HashSet<(string Name, uint Id)> asked = [];
    private readonly string path;
    private readonly long limit;
    private FileStream? file;

    /// <summary>Opens the file, or begins it.</summary>
    /// <param name="path">The file; what is in it stays.</param>
    /// <param name="limit">Bytes at which a new file is begun.</param>
    /// <exception cref="IOException">The file cannot be opened, or another process writes it.</exception>
    public ReceiptBook(string path, long limit = 256 * 1024 * 1024)
    {
        (this.path, this.limit) = (path, limit);
        if (File.Exists(path))
        {
            foreach (var line in ReceiptLine.Read(path))
                if (line.Key is { } key) keys[(key.Name, key.KeyId)] = key;
        }

        file = Open();
    }

    /// <summary>Receipts that could not be written; their events were taken all the same.</summary>
    public long Lost { get; private set; }

    /// <summary>Why the last receipt was lost.</summary>
    public Exception? LastError { get; private set; }

    /// <summary>Writes receipts to the file. Never throws: what cannot be written is counted.</summary>
    public void Keep(params IReadOnlyList<Receipt> receipts)
    {
        ArgumentNullException.ThrowIfNull(receipts);
        lock (gate)
        {
            try
            {
                Write(receipts.SelectMany(Line));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
            {
                Lost += receipts.Count;
                LastError = e;
            }
        }
    }

    /// <summary>Writes a verifier key of the log to the file, once.</summary>
    public void Remember(VerifierKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        lock (gate)
        {
            if (!keys.TryAdd((key.Name, key.KeyId), key)) return;
            try
            {
                Write(KeyLine(key));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
            {
                LastError = e;
            }
        }
    }

    /// <summary>Closes the file; it is on the disk then.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            file?.Flush(flushToDisk: true);
            file?.Dispose();
            file = null;
        }
    }

    /// <summary>Whether a key that signed one of these receipts is not known, and was not asked about before.</summary>
    internal bool ShouldAsk(IEnumerable<Receipt> receipts)
    {
        lock (gate)
        {
            var ask = false;
            foreach (var note in receipts.Select(r => r.Batch?.Note).OfType<string>().Distinct(StringComparer.Ordinal))
                foreach (var (name, id, _) in Signatures(note))
                    ask |= !keys.ContainsKey((name, id)) && asked.Add((name, id));
            return ask;
        }
    }

    private static IReadOnlyList<NoteSignature> Signatures(string note)
    {
        try
        {
            return SignedNote.Parse(System.Text.Encoding.UTF8.GetBytes(note)).Signatures;
        }
        catch (FormatException)
        {
            return [];
        }
    }

    private static byte[] Line(Receipt receipt) => [.. JsonSerializer.SerializeToUtf8Bytes(receipt, s_line), (byte)'\n'];

    private static byte[] KeyLine(VerifierKey key) => [.. JsonSerializer.SerializeToUtf8Bytes(new { key = key.ToString() }, s_line), (byte)'\n'];

    private void Write(IEnumerable<byte> lines)
    {
        ObjectDisposedException.ThrowIf(file is null, this);
        byte[] bytes = [.. lines];
        if (file.Length > 0 && file.Length + bytes.Length > limit) Turn();
        file.Write(bytes);
        file.Flush();
    }

    private void Turn()
    {
        file!.Dispose();
        File.Move(path, path + ".1", overwrite: true);
        file = Open();
        foreach (var key in keys.Values) file.Write(KeyLine(key));
    }

    // A line that was cut off when its writer died must not spoil the next.
    private FileStream Open()
    {
        var opened = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        if (opened.Length > 0)
        {
            opened.Seek(-1, SeekOrigin.End);
            if (opened.ReadByte() != '\n') opened.WriteByte((byte)'\n');
        }

        return opened;
    }
}
