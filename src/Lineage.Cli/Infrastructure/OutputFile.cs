namespace Lineage.Cli;

/// <summary>Files the tool writes: whole or not at all.</summary>
internal static class OutputFile
{
    /// <summary>The file that is meant: the given one, or one of that name in the given folder, or here.</summary>
    internal static string Choose(string? given, string name)
    {
        if (given is null)
            return name;
        var isFolder = Directory.Exists(given) || given.EndsWith(Path.DirectorySeparatorChar);
        return isFolder ? Path.Combine(given, name) : given;
    }

    /// <summary>A name no file system stumbles over.</summary>
    internal static string Safe(string name)
    {
        var safe = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_')).Trim('.', '_');
        return safe.Length > 80 ? safe[^80..] : safe.Length == 0 ? "node" : safe;
    }

    internal static async Task WriteAsync(string path, Func<Stream, Task> content)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
            Directory.CreateDirectory(folder);
        var part = path + ".part";
        try
        {
            await using (var file = File.Create(part))
                await content(file);
            File.Move(part, path, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
    }
}
