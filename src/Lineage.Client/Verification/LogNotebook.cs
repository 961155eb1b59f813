using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Lineage.Client.Verification;

/// <summary>
/// What a verifier remembers of the logs of one tenant, in a folder of its own: trusted keys, the last checkpoint it verified, all leaf
/// hashes, and the ids of the last events. With it a later run sees that a log shrank or was rewritten, and where.
/// </summary>
internal sealed class LogNotebook
{
    private const string FileName = "notebook.json";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly string _folder;
    private Content _content;

    private LogNotebook(string folder, Content content) => (_folder, _content) = (folder, content);

    /// <summary>Verifier keys that were trusted when it was last written.</summary>
    public IEnumerable<string> Keys => _content.Keys;

    /// <summary>The notebook about a log and its continuations; empty when there is none yet.</summary>
    public static LogNotebook Open(string folder, string server, string tenant, string family)
    {
        var own = Path.Combine(folder, $"{string.Concat(family.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? c : '_'))}-{Mark(family)}");
        return new(own, Read(own) ?? new(server, tenant, family, [], []));
    }

    /// <summary>The log that was seen before at the same server for the same tenant, if it was another one.</summary>
    public static string? Other(string folder, string server, string tenant, string family) =>
        !Directory.Exists(folder) ? null : Directory.EnumerateDirectories(folder).Select(Read).OfType<Content>().FirstOrDefault(c => c.Server == server && c.Tenant == tenant && c.Log != family)?.Log;

    public Remembered? Of(string origin) => _content.Logs.GetValueOrDefault(origin);

    /// <summary>The file of leaf hashes of a log, for this run alone.</summary>
    public FileStream Leaves(string origin)
    {
        Directory.CreateDirectory(_folder);
        return new(Path.Combine(_folder, $"leaves-{Mark(origin)}"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1 << 16);
    }

    public void Remember(string origin, Remembered log) => _content = _content with { Logs = new(_content.Logs) { [origin] = log } };

    /// <summary>Writes it, whole or not at all.</summary>
    public void Save(IEnumerable<string> keys)
    {
        _content = _content with { Keys = [.. keys] };
        Directory.CreateDirectory(_folder);
        var fresh = Path.Combine(_folder, FileName + ".new");
        File.WriteAllBytes(fresh, JsonSerializer.SerializeToUtf8Bytes(_content, Json));
        File.Move(fresh, Path.Combine(_folder, FileName), overwrite: true);
    }

    private static string Mark(string origin) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(origin)))[..8];

    private static Content? Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<Content>(File.ReadAllBytes(path), Json) : null;
        }
        catch (JsonException damaged)
        {
            throw new IOException($"The notebook {path} is damaged; nothing can be compared with it. Put back a copy, or name another folder.", damaged);
        }
    }

    private sealed record Content(string Server, string Tenant, string Log, IReadOnlyList<string> Keys, Dictionary<string, Remembered> Logs);
}

/// <summary>A log as it was when it was last verified.</summary>
/// <param name="Checkpoint">The signed checkpoint.</param>
/// <param name="Size">Its size.</param>
/// <param name="VerifiedAt">When that was.</param>
/// <param name="FirstId">The index of the first id in <paramref name="Ids"/>.</param>
/// <param name="Ids">Ids of the last events; the empty one where an entry is no event's.</param>
internal sealed record Remembered(string Checkpoint, long Size, DateTimeOffset VerifiedAt, long FirstId, IReadOnlyList<Guid> Ids)
{
    /// <summary>The id of an event, if it is one of the last.</summary>
    public Guid? IdAt(long index) => index >= FirstId && index - FirstId < Ids.Count && Ids[(int)(index - FirstId)] is var id && id != Guid.Empty ? id : null;
}
