using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Lineage.Tests.Client;
using Microsoft.AspNetCore.Http;

namespace Lineage.Tests.Cli;

public sealed class EmitTests
{
    [Fact]
    public async Task A_broken_line_costs_that_line_only_and_makes_the_exit_code_1()
    {
        await using var server = await TinyServer.StartAsync(TakeAll);
        using var run = new CliRun();
        var path = run.File("events.ndjson", "{\"n\":1}\n{\"n\":\n{\"n\":3}\n");

        var exit = await run.RunAsync("emit", path, "--url", server.Url.ToString());

        Assert.Equal(1, exit);
        Assert.Equal("[{\"n\":1},{\"n\":3}]", Assert.Single(server.Requests).Body);
        Assert.StartsWith($"{path}:2: not JSON", run.Error, StringComparison.Ordinal);
        Assert.Equal("Received 3, successful 2 (0 duplicates), failed 1.", run.Out.Trim());
    }

    [Fact]
    public async Task What_the_server_refuses_is_told_by_file_and_line()
    {
        await using var server = await TinyServer.StartAsync((c, _) => TinyServer.Json(c, 200, """
            {"status":"partial_success","summary":{"received":2,"successful":1,"failed":1,"duplicates":1},"failed_events":[{"index":1,"reason":"/job: is missing","retriable":true}]}
            """));
        using var run = new CliRun();
        var path = run.File("e.ndjson", "{\"n\":1}\n\n{\"n\":2}\n");

        var exit = await run.RunAsync("emit", path, "--json", "--url", server.Url.ToString());

        Assert.Equal(1, exit);
        using var answer = JsonDocument.Parse(run.Out);
        Assert.Equal((2, 1, 1, 1), (Count("received"), Count("successful"), Count("duplicates"), Count("failed")));
        Assert.Equal($"{path}:3", answer.RootElement.GetProperty("failures")[0].GetProperty("where").GetString());

        int Count(string name) => answer.RootElement.GetProperty(name).GetInt32();
    }

    [Fact]
    public async Task Events_go_out_in_batches_of_at_most_500()
    {
        await using var server = await TinyServer.StartAsync(TakeAll);
        using var run = new CliRun { Input = string.Concat(Enumerable.Range(0, 1001).Select(i => $"{{\"n\":{i}}}\n")) };

        var exit = await run.RunAsync("emit", "-", "--url", server.Url.ToString());

        Assert.Equal(0, exit);
        Assert.Equal([500, 500, 1], server.Requests.Select(r => CountOf(r.Body)));
        Assert.StartsWith("Received 1001, successful 1001", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_go_out_in_batches_of_at_most_8_mebibytes_and_a_larger_one_alone()
    {
        await using var server = await TinyServer.StartAsync(TakeAll);
        using var run = new CliRun { Input = $"{Event(9)}\n{Event(5)}\n{Event(5)}\n{Event(1)}\n" };

        await run.RunAsync("emit", "-", "--url", server.Url.ToString());

        Assert.Equal([1, 1, 2], server.Requests.Select(r => CountOf(r.Body)));

        static string Event(int mebibytes) => $"{{\"x\":\"{new string('x', mebibytes * 1024 * 1024)}\"}}";
    }

    [Fact]
    public async Task A_folder_is_taken_in_by_name_with_packed_files_and_without_others()
    {
        await using var server = await TinyServer.StartAsync(TakeAll);
        using var run = new CliRun();
        run.File("in/b/2.json", "[{\"n\":2},\n{\"n\":3}]");
        run.File("in/a.ndjson.gz", Pack("{\"n\":1}\n"));
        run.File("in/notes.txt", "none");

        var exit = await run.RunAsync("import", "openlineage", Path.Combine(run.Folder, "in"), "--url", server.Url.ToString());

        Assert.Equal(0, exit);
        Assert.Equal("[{\"n\":1},{\"n\":2},{\"n\":3}]", Assert.Single(server.Requests).Body);
        Assert.Contains("Importing 2/2 2.json", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_packed_file_that_breaks_off_is_a_failure()
    {
        await using var server = await TinyServer.StartAsync(TakeAll);
        using var run = new CliRun();
        var packed = Pack(string.Concat(Enumerable.Range(0, 5000).Select(i => $"{{\"n\":{i * 7919}}}\n")));
        packed[packed.Length / 2] ^= 0xff;
        packed[packed.Length / 2 + 1] ^= 0xff;

        Assert.Equal(1, await run.RunAsync("emit", run.File("e.ndjson.gz", packed), "--url", server.Url.ToString()));
    }

    [Fact]
    public async Task A_server_that_goes_away_is_exit_code_3_and_what_was_sent_is_told()
    {
        var calls = 0;
        await using var server = await TinyServer.StartAsync((c, body) =>
        {
            if (Interlocked.Increment(ref calls) == 1)
                return TakeAll(c, body);
            c.Response.Headers.RetryAfter = "0";
            return TinyServer.Problem(c, 503, "going down");
        });
        using var run = new CliRun { Input = string.Concat(Enumerable.Repeat("{}\n", 501)) };

        Assert.Equal(3, await run.RunAsync("emit", "-", "--url", server.Url.ToString()));
        Assert.Contains("Before it stopped: Received 500, successful 500", run.Error, StringComparison.Ordinal);
    }

    private static byte[] Pack(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    private static Task TakeAll(HttpContext context, string body)
    {
        var count = CountOf(body);
        return TinyServer.Json(context, 200, $$$"""{"status":"success","summary":{"received":{{{count}}},"successful":{{{count}}},"failed":0,"duplicates":0},"failed_events":[],"receipts":[]}""");
    }

    private static int CountOf(string body)
    {
        using var document = JsonDocument.Parse(body);
        return document.RootElement.GetArrayLength();
    }
}
