using System.Text.Json;

namespace Lineage.Cli;

/// <summary>What <c>lineage login</c> keeps: a server and a token, readable by their owner only.</summary>
internal sealed record Profile(string Url, string Token)
{
    internal static string PathOf(Func<string, string?> environment) => Path.Combine(
        environment("XDG_CONFIG_HOME") is { Length: > 0 } config ? config : Path.Combine(environment("HOME") ?? ".", ".config"), "lineage", "profile.json");

    internal static Profile? Read(Func<string, string?> environment)
    {
        var path = PathOf(environment);
        if (!File.Exists(path))
            return null;
        try
        {
            return JsonSerializer.Deserialize<Profile>(File.ReadAllBytes(path), JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            throw new UsageException($"The profile {path} is damaged; run 'lineage login' again.");
        }
    }

    internal void Write(Func<string, string?> environment)
    {
        var path = PathOf(environment);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var fresh = path + ".new";
        File.Delete(fresh);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(fresh, options))
            JsonSerializer.Serialize(file, this, JsonSerializerOptions.Web);
        File.Move(fresh, path, overwrite: true);
    }
}
