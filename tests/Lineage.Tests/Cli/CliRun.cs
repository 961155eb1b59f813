using System.Text;
using Lineage.Cli;

namespace Lineage.Tests.Cli;

/// <summary>Runs the entry point of the tool in this process, with everything it touches in the test's hands.</summary>
internal sealed class CliRun : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("lineage-cli-");

    internal Dictionary<string, string> Environment { get; } = [];

    internal string Input { get; set; } = "";

    internal string Out { get; private set; } = "";

    internal byte[] OutBytes { get; private set; } = [];

    internal string Error { get; private set; } = "";

    internal string Folder => folder.FullName;

    internal string File(string name, string content) => File(name, Encoding.UTF8.GetBytes(content));

    internal string File(string name, byte[] content)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllBytes(path, content);
        return path;
    }

    internal async Task<int> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var bytes = new MemoryStream();
        Environment["XDG_CONFIG_HOME"] = Path.Combine(Folder, "config");
        var exit = await CommandLine.RunAsync(args, new CliHost
        {
            Out = output,
            Error = error,
            OpenInput = () => new MemoryStream(Encoding.UTF8.GetBytes(Input)),
            OpenOutput = () => bytes,
            Environment = Environment.GetValueOrDefault,
        });
        (Out, Error, OutBytes) = (output.ToString(), error.ToString(), bytes.ToArray());
        return exit;
    }

    public void Dispose() => folder.Delete(recursive: true);
}
