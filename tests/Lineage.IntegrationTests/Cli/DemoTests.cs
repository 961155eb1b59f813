using System.Text;
using System.Text.Json;

namespace Lineage.IntegrationTests.Cli;

public sealed class DemoTests
{
    [Fact]
    public async Task The_demonstration_runs_its_pipeline_and_writes_its_reports()
    {
        using var tool = new Tool();
        var output = Path.Combine(tool.Folder, "out");

        var exit = await tool.RunAsync("demo", "--exit", "--json", "--output", output);

        Assert.True(exit == 0, tool.Error);
        using var answer = JsonDocument.Parse(tool.Out);
        Assert.All(answer.RootElement.GetProperty("steps").EnumerateArray(), step => Assert.True(step.GetProperty("done").GetBoolean()));
        foreach (var name in (string[])["mart", "training-set", "model"])
        {
            Assert.Equal("%PDF-", Encoding.ASCII.GetString(await Read(name, "pdf"), 0, 5));
            Assert.StartsWith("<!DOCTYPE html>", Encoding.UTF8.GetString(await Read(name, "html")), StringComparison.OrdinalIgnoreCase);
            Assert.StartsWith("line,", Encoding.UTF8.GetString(await Read(name, "csv")), StringComparison.Ordinal);
            Assert.Equal(0, await tool.RunAsync("verify", Path.Combine(output, $"dataset-provenance-{name}.zip")));
            using var report = JsonDocument.Parse(await Read(name, "json"));
            Assert.Equal(JsonValueKind.Object, report.RootElement.ValueKind);
        }

        var mart = Encoding.UTF8.GetString(await Read("mart", "json"));
        Assert.Contains("raw/customers.csv", mart, StringComparison.Ordinal);
        Assert.Contains("build_mart", mart, StringComparison.Ordinal);
        Assert.DoesNotContain("@", await File.ReadAllTextAsync(Path.Combine(output, "training", "reorder.csv")), StringComparison.Ordinal);

        Task<byte[]> Read(string name, string form) => File.ReadAllBytesAsync(Path.Combine(output, $"dataset-provenance-{name}.{form}"));
    }
}
