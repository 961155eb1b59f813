using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Lineage.Server.Infrastructure;

/// <summary>
/// What must never be in the database: keys, the pepper, the last signed checkpoints, the erasure ledger.
/// The directory itself is 0711, since the database's own user passes through it; folders in it are 0700 and files 0600.
/// </summary>
internal sealed partial class StateDirectory
{
    private const string Draft = ".draft-";
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;
    private const UnixFileMode Passable = OwnerFolder | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    private const UnixFileMode Others =
        OthersWrite | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <exception cref="InvalidOperationException">Someone else than the owner may write into the directory.</exception>
    public StateDirectory(string path)
    {
        Root = Path.GetFullPath(path);
        Create(Root, Passable, OthersWrite);
    }

    /// <summary>Absolute path of the directory.</summary>
    public string Root { get; }

    /// <summary>The path of a file or folder below the directory. Nothing is created.</summary>
    /// <param name="parts">One plain name per level: letters, digits, dot, hyphen, underscore, not starting with a dot.</param>
    /// <exception cref="ArgumentException">A part is not a plain name.</exception>
    public string PathOf(params ReadOnlySpan<string> parts)
    {
        foreach (var part in parts)
            if (!PlainName().IsMatch(part)) throw new ArgumentException("Not a plain file name.", nameof(parts));

        return Path.Combine([Root, .. parts]);
    }

    /// <summary>The random key of that name, made on first use. Two processes that ask at once get the same key.</summary>
    /// <param name="bytes">Its length; a key file of another length is refused.</param>
    /// <exception cref="InvalidOperationException">The file is open to group or others, or has another length.</exception>
    public byte[] Key(string name, int bytes)
    {
        var key = Secret(name, () => RandomNumberGenerator.GetBytes(bytes));
        return key.Length == bytes ? key : throw new InvalidOperationException($"The key file {PathOf("keys", name)} has {key.Length} bytes, not {bytes}.");
    }

    /// <summary>The secret of that name (<c>keys/NAME</c>), made by <paramref name="make"/> on first use.</summary>
    /// <exception cref="InvalidOperationException">The file, or the folder of keys, is open to group or others.</exception>
    public byte[] Secret(string name, Func<byte[]> make)
    {
        Create(PathOf("keys"), OwnerFolder, Others);
        var path = PathOf("keys", name);
        if (!File.Exists(path)) Publish(path, make());
        RefuseIfOpen(path, Others);
        return File.ReadAllBytes(path);
    }

    /// <summary>True when there is a secret of that name.</summary>
    public bool HasSecret(string name) => File.Exists(PathOf("keys", name));

    /// <summary>What was last kept under that name in a folder, or null.</summary>
    public byte[]? Kept(string folder, string name) => PathOf(folder, name) is var path && File.Exists(path) ? File.ReadAllBytes(path) : null;

    /// <summary>Names of what is kept in a folder.</summary>
    public IReadOnlyList<string> KeptIn(string folder) =>
        Directory.Exists(PathOf(folder)) ? [.. Directory.EnumerateFiles(PathOf(folder)).Select(file => Path.GetFileName(file)!).Where(name => !name.Contains(Draft, StringComparison.Ordinal)).Order(StringComparer.Ordinal)] : [];

    /// <summary>Keeps content under a name in a folder, in place of what was there; it is on the disk when this returns, whole or not at all.</summary>
    public void Keep(string folder, string name, ReadOnlySpan<byte> content) => Keep(folder, name, content, static (file, bytes) => file.Write(bytes));

    /// <summary>The same for content that is too large to have at once.</summary>
    public void Keep<T>(string folder, string name, T content, Action<Stream, T> write)
        where T : allows ref struct
    {
        Create(PathOf(folder), OwnerFolder, Others);
        var path = PathOf(folder, name);
        var draft = $"{path}{Draft}{RandomNumberGenerator.GetHexString(16, lowercase: true)}";
        try
        {
            using (var file = new FileStream(draft, Exclusive()))
            {
                write(file, content);
                file.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>Forgets what was kept under a name.</summary>
    public void Forget(string folder, string name) => File.Delete(PathOf(folder, name));

    /// <summary>Shows the file under its name only when it is complete; whoever comes second leaves the first one's file.</summary>
    private static void Publish(string path, byte[] content)
    {
        var draft = $"{path}.{RandomNumberGenerator.GetHexString(16, lowercase: true)}";
        try
        {
            using (var file = new FileStream(draft, Exclusive()))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            if (!TryLink(draft, path) && !File.Exists(path)) throw new IOException($"{path} cannot be created.");
        }
        finally
        {
            File.Delete(draft);
        }
    }

    // File.Move without overwriting first looks and then renames, so that of two processes the later would win.
    private static bool TryLink(string draft, string path)
    {
        if (!OperatingSystem.IsWindows()) return Link(draft, path) == 0;

        try
        {
            File.Move(draft, path);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static FileStreamOptions Exclusive()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerFile;
        return options;
    }

    private static void Create(string folder, UnixFileMode mode, UnixFileMode refused)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, mode);
        RefuseIfOpen(folder, refused);
    }

    private static void RefuseIfOpen(string path, UnixFileMode refused)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & refused) != 0)
            throw new InvalidOperationException($"{path} is open to other users; take their permissions away (chmod go-rwx) or restore it from a safe copy.");
    }

    [GeneratedRegex(@"^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}\z")]
    private static partial Regex PlainName();

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link([MarshalAs(UnmanagedType.LPUTF8Str)] string existing, [MarshalAs(UnmanagedType.LPUTF8Str)] string added);
}
