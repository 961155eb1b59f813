using System.Text;
using Lineage.Cli;

namespace Lineage.IntegrationTests.Cli;

/// <summary>Runs the entry point of the tool in this process against a real server.</summary>
internal sealed class Tool : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("lineage-tool-");

    internal Dictionary<string, string> Environment { get; } = [];

    internal string Input { get; set; } = "";

    internal string Out { get; private set; } = "";

    internal string Error { get; private set; } = "";

    internal TimeProvider Time { get; set; } = TimeProvider.System;

    internal string Folder => folder.FullName;

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
            Time = Time,
        });
        (Out, Error) = (output + Encoding.UTF8.GetString(bytes.ToArray()), error.ToString());
        return exit;
    }

    public void Dispose() => folder.Delete(recursive: true);
}
