using System.Text;
using System.Text.Json;
using Lineage.Cli;
using Lineage.Tests.Client;

namespace Lineage.Tests.Cli;

public sealed class VerbTests
{
    private const string Status = """{"version":"0.1.0","events":5,"sequence":9,"projected":9,"lagMilliseconds":1.5,"projections":[{"name":"LineageEdge","sequence":9,"state":"running"}],"tenant":"default"}""";

    private const string Graph = """
        {"root":"dataset:d:mart","direction":"upstream","granularity":"dataset","view":"current",
         "nodes":[{"id":"dataset:d:mart","kind":"dataset","namespace":"d","name":"mart","names":[],"depth":0},
                  {"id":"dataset:d:raw%5B1%5D","kind":"dataset","namespace":"d","name":"raw[1]","names":[],"depth":1},
                  {"id":"dataset:d:base","kind":"dataset","namespace":"d","name":"base","names":[],"depth":1}],
         "edges":[{"from":"dataset:d:raw%5B1%5D","to":"dataset:d:mart","via":["job:j:load"],"basis":"inputs"},
                  {"from":"dataset:d:base","to":"dataset:d:mart","via":[],"basis":"inputs"},
                  {"from":"dataset:d:base","to":"dataset:d:raw%5B1%5D","via":[],"basis":"inputs"},
                  {"from":"dataset:d:mart","to":"dataset:d:base","via":[],"basis":"inputs"}],
         "truncated":true,"stubs":[],"asOf":"2026-01-01T00:00:00Z","knownAt":"2026-01-01T00:00:00Z","later":"field"}
        """;

    [Fact]
    public async Task No_server_is_exit_code_3()
    {
        using var run = new CliRun();

        Assert.Equal(3, await run.RunAsync("status", "--url", "http://127.0.0.1:1"));
        Assert.StartsWith("The server cannot be reached", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, 4)]
    [InlineData(403, 4)]
    [InlineData(404, 1)]
    [InlineData(400, 2)]
    [InlineData(409, 1)]
    [InlineData(503, 3)]
    public async Task Each_refusal_of_the_server_has_its_exit_code(int status, int exit)
    {
        await using var server = await TinyServer.StartAsync((c, _) =>
        {
            c.Response.Headers.RetryAfter = "0";
            return TinyServer.Problem(c, status, "because");
        });
        using var run = new CliRun();

        Assert.Equal(exit, await run.RunAsync("upstream", "dataset:a:b", "--url", server.Url.ToString()));
        Assert.Contains("because", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Something_else_at_the_address_is_exit_code_3()
    {
        await using var server = await TinyServer.StartAsync((c, _) => TinyServer.Json(c, 200, "<html/>", "text/html"));
        using var run = new CliRun();

        Assert.Equal(3, await run.RunAsync("upstream", "dataset:a:b", "--url", server.Url.ToString()));
    }

    [Fact]
    public async Task Lineage_is_a_table_off_the_terminal_and_says_that_it_is_truncated()
    {
        await using var server = await TinyServer.StartAsync((c, _) => TinyServer.Json(c, 200, Graph));
        using var run = new CliRun { Environment = { ["LINEAGE_URL"] = server.Url.ToString(), ["LINEAGE_TOKEN"] = "t" } };

        Assert.Equal(0, await run.RunAsync("upstream", "d", "mart"));

        Assert.Equal(["DEPTH KIND NAMESPACE NAME STATE", "0 dataset d mart", "1 dataset d base", "1 dataset d raw[1]"], Lines(run.Out));
        Assert.Contains("Truncated", run.Error, StringComparison.Ordinal);
        Assert.Equal("Bearer t", server.Requests[0].Authorization);
        Assert.Equal("?nodeId=dataset%3Ad%3Amart&direction=upstream", server.Requests[0].Query);
    }

    [Fact]
    public async Task Lineage_as_a_tree_draws_each_node_once_and_ends_in_circles()
    {
        await using var server = await TinyServer.StartAsync((c, _) => TinyServer.Json(c, 200, Graph));
        using var run = new CliRun();

        Assert.Equal(0, await run.RunAsync("upstream", "d", "mart", "--format", "tree", "--url", server.Url.ToString()));

        Assert.Equal(5, Lines(run.Out).Length);
        Assert.Contains("raw[1] dataset in d by load", run.Out, StringComparison.Ordinal);
        Assert.Contains("mart dataset in d (see above)", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_is_the_answer_of_the_server_with_all_it_says()
    {
        await using var server = await TinyServer.StartAsync((c, _) => TinyServer.Json(c, 200, Graph));
        using var run = new CliRun();

        await run.RunAsync("downstream", "dataset:d:mart", "--json", "--url", server.Url.ToString());

        using var answer = JsonDocument.Parse(run.Out);
        Assert.Equal("field", answer.RootElement.GetProperty("later").GetString());
    }

    [Fact]
    public async Task Impact_names_the_owners()
    {
        await using var server = await TinyServer.StartAsync((c, _) => TinyServer.Json(c, 200, """
            {"root":"dataset:a:b","nodes":[{"id":"dataset:a:c","kind":"dataset","namespace":"a","name":"c","depth":1,
              "owners":[{"name":"team-x","type":"MAINTAINER"},{"name":"team-y"}],"tags":["email: pii=true"]}],"edges":[],"truncated":false,"stubs":[]}
            """));
        using var run = new CliRun();

        Assert.Equal(0, await run.RunAsync("impact", "dataset:a:b", "--url", server.Url.ToString()));
        Assert.Equal("1 dataset a c team-x (MAINTAINER), team-y email: pii=true", Lines(run.Out)[1]);
    }

    [Theory]
    [InlineData("""[["dataset:a:b","dataset:c:d"]]""", 0, "dataset:a:b -> dataset:c:d")]
    [InlineData("[]", 1, "")]
    public async Task Paths_are_lines_and_no_path_is_a_no(string paths, int exit, string expected)
    {
        await using var server = await TinyServer.StartAsync((c, _) => TinyServer.Json(c, 200, $$"""{"from":"dataset:a:b","to":"dataset:c:d","truncated":false,"paths":{{paths}}}"""));
        using var run = new CliRun();

        Assert.Equal(exit, await run.RunAsync("paths", "a", "b", "c", "d", "--url", server.Url.ToString()));
        Assert.Equal(expected, run.Out.Trim());
    }

    [Theory]
    [InlineData(200, 0, "yes")]
    [InlineData(404, 1, "no")]
    public async Task Status_tells_whether_the_server_is_ready(int health, int exit, string ready)
    {
        await using var server = await TinyServer.StartAsync((c, _) => c.Request.Path == "/health/ready" ? TinyServer.Json(c, health, "{}") : TinyServer.Json(c, 200, Status));
        using var run = new CliRun();

        Assert.Equal(exit, await run.RunAsync("status", "--url", server.Url.ToString()));
        Assert.Contains($"ready {ready}", Lines(run.Out));
        Assert.Contains("projected 9 of 9", Lines(run.Out));
    }

    [Fact]
    public async Task The_graph_goes_to_standard_output_or_a_file()
    {
        await using var server = await TinyServer.StartAsync((c, _) => TinyServer.Json(c, 200, """{"datasets":[]}"""));
        using var run = new CliRun();
        var file = Path.Combine(run.Folder, "new", "graph.json");

        Assert.Equal(0, await run.RunAsync("export", "graph", "--url", server.Url.ToString()));
        Assert.Equal("""{"datasets":[]}""", Encoding.UTF8.GetString(run.OutBytes));
        Assert.Equal(0, await run.RunAsync("export", "graph", "-o", file, "--as-of", "2026-01-31", "--url", server.Url.ToString()));
        Assert.Equal("""{"datasets":[]}""", await File.ReadAllTextAsync(file));
        Assert.Equal("?asOf=2026-01-31T00%3A00%3A00Z", server.Requests[^1].Query);
    }

    [Fact]
    public async Task A_report_is_written_into_the_folder_under_a_name_of_its_own()
    {
        await using var server = await TinyServer.StartAsync((c, _) => Reports(c, """{"state":"ready"}"""));
        using var run = new CliRun();

        Assert.Equal(0, await run.RunAsync("report", "dataset-provenance", "d", "shop/../mart", "--format", "html", "-o", run.Folder, "--url", server.Url.ToString()));

        var file = Path.Combine(run.Folder, "dataset-provenance-shop_.._mart.html");
        Assert.Equal(file, run.Out.Trim());
        Assert.Equal("content as text/html", await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task A_report_that_is_refused_is_a_no_with_its_reason()
    {
        await using var server = await TinyServer.StartAsync((c, _) => Reports(c, """{"state":"refused","missing":["controller"]}"""));
        using var run = new CliRun();

        Assert.Equal(1, await run.RunAsync("report", "dataset-provenance", "d", "mart", "-o", run.Folder, "--url", server.Url.ToString()));
        Assert.Contains("it would lack controller", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Login_keeps_server_and_token_for_their_owner_only_and_later_calls_use_them()
    {
        await using var server = await TinyServer.StartAsync((c, _) => TinyServer.Json(c, 200, Status));
        using var run = new CliRun { Input = "secret\n" };

        Assert.Equal(0, await run.RunAsync("login", "--url", server.Url.ToString()));
        Assert.Equal(0, await run.RunAsync("status"));

        Assert.Equal("Bearer secret", server.Requests[^1].Authorization);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Profile.PathOf(run.Environment.GetValueOrDefault)));
        Assert.DoesNotContain("secret", run.Out + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Login_does_not_keep_a_token_the_server_does_not_know()
    {
        await using var server = await TinyServer.StartAsync((c, _) => TinyServer.Problem(c, 401, "unknown"));
        using var run = new CliRun { Input = "secret\n" };

        Assert.Equal(4, await run.RunAsync("login", "--url", server.Url.ToString()));
        Assert.False(File.Exists(Profile.PathOf(run.Environment.GetValueOrDefault)));
    }

    private static Task Reports(Microsoft.AspNetCore.Http.HttpContext context, string state)
    {
        if (context.Request.Path.Value!.EndsWith("/content", StringComparison.Ordinal))
            return TinyServer.Json(context, 200, $"content as {context.Request.Headers.Accept}", context.Request.Headers.Accept!);
        if (context.Request.Method == "GET")
            return TinyServer.Json(context, 200, state);
        context.Response.StatusCode = 202;
        context.Response.Headers.Location = "/api/v1/reports/r1";
        return Task.CompletedTask;
    }

    private static string[] Lines(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => string.Join(' ', l.Split(' ', StringSplitOptions.RemoveEmptyEntries))).Where(l => l.Trim().Length > 0)];
}
