using System.Text.Json;
using Lineage.Client;
using Lineage.Server;

namespace Lineage.IntegrationTests.Cli;

public sealed class VerbsTests
{
    private const string Events = """
        {"eventTime":"2026-01-02T03:04:05Z","producer":"urn:test","schemaURL":"https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent","eventType":"COMPLETE","run":{"runId":"0196f3a0-1111-7000-8000-000000000001"},"job":{"namespace":"j","name":"load"},"inputs":[{"namespace":"d","name":"raw"}],"outputs":[{"namespace":"d","name":"mart"}]}
        {"eventTime":"2026-01-02T03:04:05Z","producer":"urn:test","run":{},"job":{"namespace":"j","name":"load"}}
        """;

    [Fact]
    public async Task The_verbs_work_against_a_real_server()
    {
        using var tool = new Tool();
        using var directory = new Identity.TemporaryDirectory();
        var data = directory.Path;
        await using var server = await ServerHost.StartAsync([$"--Lineage:DataDirectory={data}", "--Lineage:Urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=Error"]);
        tool.Environment["LINEAGE_URL"] = server.Url.ToString();

        Assert.Equal(4, await tool.RunAsync("status"));
        tool.Environment["LINEAGE_TOKEN"] = server.Issue("emitter", ["emitter"], "default", TimeSpan.FromHours(1));
        tool.Input = Events;
        Assert.Equal(1, await tool.RunAsync("emit", "-"));
        Assert.Contains("Received 2, successful 1 (0 duplicates), failed 1.", tool.Out, StringComparison.Ordinal);
        Assert.Contains("stdin:2: ", tool.Error, StringComparison.Ordinal);
        Assert.Equal(1, await tool.RunAsync("emit", "-"));
        Assert.Contains("successful 1 (1 duplicates)", tool.Out, StringComparison.Ordinal);
        Assert.Equal(4, await tool.RunAsync("upstream", "d", "mart"));

        tool.Environment["LINEAGE_TOKEN"] = server.Issue("officer", ["officer", "reader"], "default", TimeSpan.FromHours(1));
        await CaughtUp(server, tool.Environment["LINEAGE_TOKEN"]);
        Assert.Equal(0, await tool.RunAsync("status"));
        Assert.Equal(0, await tool.RunAsync("upstream", "d", "mart"));
        Assert.Contains("raw", tool.Out, StringComparison.Ordinal);
        Assert.Equal(1, await tool.RunAsync("upstream", "d", "unheard-of"));
        Assert.Equal(0, await tool.RunAsync("downstream", "dataset:d:raw", "--json"));
        using (var answer = JsonDocument.Parse(tool.Out))
            Assert.Equal(0, await tool.RunAsync("upstream", "d", "mart", "--known-at", answer.RootElement.GetProperty("knownAt").GetString()!));
        Assert.Equal(0, await tool.RunAsync("impact", "d", "raw"));
        Assert.Contains("mart", tool.Out, StringComparison.Ordinal);
        Assert.Equal(0, await tool.RunAsync("paths", "d", "raw", "d", "mart"));
        Assert.Equal("dataset:d:raw -> dataset:d:mart", tool.Out.Trim());
        Assert.Equal(1, await tool.RunAsync("paths", "d", "mart", "d", "raw"));
        Assert.Equal(0, await tool.RunAsync("export", "graph"));
        using (var graph = JsonDocument.Parse(tool.Out))
            Assert.Equal(2, graph.RootElement.GetProperty("datasets").GetArrayLength());

        Assert.Equal(2, await tool.RunAsync("token", "--role", "reader", "--tenant", "no such tenant!", "--data-directory", data));
        Assert.Equal(0, await tool.RunAsync("token", "--role", "reader", "--tenant", "other", "--data-directory", data));
        tool.Environment["LINEAGE_TOKEN"] = tool.Out.Trim();
        Assert.Equal(1, await tool.RunAsync("upstream", "d", "mart"));
    }

    private static async Task CaughtUp(RunningServer server, string token)
    {
        using var http = new HttpClient();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var client = new LineageClient(http, new() { Url = server.Url, Token = token });
        while (await client.GetStatusAsync(patience.Token) is not { Events: > 0 } status || status.Projected < status.Sequence)
            await Task.Delay(50, patience.Token);
    }
}
