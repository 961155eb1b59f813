using System.Security.Cryptography;
using System.Text;
using Lineage.Merkle;

namespace Lineage.Cli.Witnessing;

/// <summary>
/// What a witness keeps in its directory: its secret key, the keys of the logs that it watches, and for each log the last checkpoint that
/// it cosigned, in a file of its own. That file is on the disk before the cosignature leaves, so a witness never cosigns two histories.
/// </summary>
internal sealed class WitnessState : IDisposable
{
    private const string KeyFile = "key";
    private const string LogsFile = "logs";
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly Lock gate = new();
    private readonly FileStream held;
    private readonly string folder;
    private readonly Witness witness;
    private readonly List<VerifierKey> logs;

    /// <param name="folder">The directory; made when it is missing.</param>
    /// <param name="name">Name of the witness; null takes the one it has, or makes one.</param>
    /// <exception cref="UsageException">The witness has another name.</exception>
    /// <exception cref="IOException">Another process uses the directory.</exception>
    internal WitnessState(string folder, string? name, TimeProvider time)
    {
        this.folder = Path.GetFullPath(folder);
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(this.folder);
        else Directory.CreateDirectory(this.folder, OwnerFile | UnixFileMode.UserExecute);
        held = new FileStream(PathOf("lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            var signer = Signer(name, time);
            (witness, Key) = (new(signer), signer.Key);
            logs = File.Exists(PathOf(LogsFile)) ? [.. File.ReadLines(PathOf(LogsFile)).Where(line => line.Length > 0).Select(VerifierKey.Parse)] : [];
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>The witness's verifier key.</summary>
    internal VerifierKey Key { get; }

    /// <summary>Verifier keys of the logs that it watches.</summary>
    internal IReadOnlyList<VerifierKey> Logs => logs;

    /// <summary>Watches the log of this key from now on.</summary>
    internal void Watch(VerifierKey log)
    {
        lock (gate)
        {
            if (logs.Contains(log)) return;
            Write(LogsFile, string.Concat(logs.Append(log).Select(key => $"{key}\n")));
            logs.Add(log);
        }
    }

    /// <summary>The file with the last checkpoint of a log that was cosigned.</summary>
    internal string FileOf(string origin) => PathOf($"{OutputFile.Safe(origin)}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(origin)))[..8]}.checkpoint");

    /// <summary>What is known of a log; null when it is not watched.</summary>
    /// <exception cref="IOException">The file of its checkpoint was damaged; nothing is cosigned until somebody has looked.</exception>
    internal WitnessedLog? Known(string origin)
    {
        List<VerifierKey> keys = [.. logs.Where(key => key.Name == origin)];
        if (keys.Count == 0) return null;
        if (!File.Exists(FileOf(origin))) return WitnessedLog.New(origin, keys);
        try
        {
            var note = SignedNote.Parse(File.ReadAllBytes(FileOf(origin)));
            var checkpoint = Checkpoint.Parse(note.Text);
            if (checkpoint.Origin == origin && Key.Verifies(note, out _)) return new(origin, keys, checkpoint.Size, checkpoint.Root);
        }
        catch (FormatException)
        {
            // Told below.
        }

        throw new IOException($"{FileOf(origin)} is not what this witness wrote; nothing is cosigned for {origin}.");
    }

    /// <summary>Answers a request to cosign, and remembers what it cosigned before it answers.</summary>
    internal WitnessAnswer Add(ReadOnlySpan<byte> body)
    {
        lock (gate)
        {
            var answer = witness.AddCheckpoint(body, Known);
            if (answer.Remember is { } log) Write(FileOf(log.Origin), AddCheckpointRequest.Parse(Encoding.UTF8.GetString(body)).Note + answer.Body);
            return answer;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => held.Dispose();

    private CosignatureSigner Signer(string? name, TimeProvider time)
    {
        if (!File.Exists(PathOf(KeyFile)))
        {
            var chosen = name ?? $"witness-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
            var seed = RandomNumberGenerator.GetBytes(Ed25519Signer.SeedLength);
            try
            {
                _ = new CosignatureSigner(chosen, seed, time);
            }
            catch (ArgumentException e)
            {
                throw new UsageException($"'{chosen}' cannot be the name of a witness: {e.Message}");
            }

            Write(KeyFile, $"{chosen}\n{Convert.ToBase64String(seed)}\n");
        }

        var kept = File.ReadAllLines(PathOf(KeyFile));
        return name is null || name == kept[0] ? new(kept[0], Convert.FromBase64String(kept[1]), time) : throw new UsageException($"This witness is called {kept[0]}; another name needs another directory.");
    }

    private string PathOf(string name) => Path.Combine(folder, name);

    // Whole or not at all, and on the disk when this returns.
    private void Write(string name, string content)
    {
        var draft = PathOf($".{Path.GetFileName(name)}.new");
        File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerFile;
        using (var file = new FileStream(draft, options))
        {
            file.Write(Encoding.UTF8.GetBytes(content));
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, PathOf(name), overwrite: true);
    }
}
