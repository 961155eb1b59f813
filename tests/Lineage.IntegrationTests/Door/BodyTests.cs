using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Lineage.IntegrationTests.Record;

namespace Lineage.IntegrationTests.Door;

/// <summary>How bodies may come, and how they may not.</summary>
public sealed class BodyTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Batch = "/api/v1/lineage/batch";
    private const string Lines = "application/x-ndjson";

    private static string Event(int n) => Ol.Job("2026-01-01T00:00:00Z", $"jöb {n}");

    [Theory]
    [InlineData("utf-8")]
    [InlineData("UTF-8")]
    [InlineData("\"utf-8\"")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("iso-8859-1")]
    public async Task Charsets_are_understood_and_the_event_is_stored_as_UTF_8(string charset)
    {
        var tenant = shared.NewTenant();
        var text = Ol.Job("2026-01-01T00:00:00Z", "j").Replace("\"j\"", "\"jöb\"", StringComparison.Ordinal);
        using var answer = await tenant.Post(Encoding.GetEncoding(charset.Trim('"')).GetBytes(text), contentType: $"application/json; charset={charset}");
        var receipt = await TestTenant.Read<Contracts.Receipt>(answer);
        Assert.Equal(text, Encoding.UTF8.GetString((await StoredRow.Of(shared.Server.Database, receipt.EventId)).Bytes));
    }

    [Theory]
    [InlineData("application/json; charset=klingon", null, "charset-not-understood")]
    [InlineData("application/json; charset=utf-7", null, "charset-not-understood")]
    [InlineData("application/json", "br", "content-encoding-not-understood")]
    [InlineData("application/json", "gzip, gzip", "content-encoding-not-understood")]
    public async Task Unknown_charsets_and_codings_are_refused(string contentType, string? encoding, string type)
    {
        var tenant = shared.NewTenant();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Event(1)));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        if (encoding is not null) content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        foreach (var path in new[] { "/api/v1/lineage", Batch })
        {
            using var answer = await tenant.Emitter.PostAsync(new Uri(path, UriKind.Relative), content);
            await RefusalTests.Refusal(answer, 415, type, null);
        }

        Assert.Equal(0, await Rows.Events(tenant));
    }

    [Fact]
    public async Task Text_that_is_not_of_its_charset_is_refused()
    {
        using var answer = await shared.NewTenant().Post([0x7B, 0x00, 0x00, 0xD8, 0x22, 0x00], contentType: "application/json; charset=utf-16");
        await RefusalTests.Refusal(answer, 400, "malformed-text", null);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/octet-stream")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Another_media_type_is_refused(string contentType)
    {
        var tenant = shared.NewTenant();
        using var answer = await tenant.Post(Event(1), contentType: contentType);
        await RefusalTests.Refusal(answer, 415, "unsupported-media-type", null);
        Assert.Equal(0, await Rows.Events(tenant));
    }

    [Fact]
    public async Task A_body_without_media_type_is_taken_as_JSON()
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Event(1)));
        using var answer = await shared.NewTenant().Emitter.PostAsync(new Uri("/api/v1/lineage", UriKind.Relative), content);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    [Fact]
    public async Task Gzip_and_chunks_are_understood_everywhere()
    {
        var tenant = shared.NewTenant();
        using (var answer = await tenant.Post(Gzip(Event(1)), encoding: "gzip")) Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        using (var answer = await tenant.Post(Gzip($"{Event(2)}\r\n{Event(3)}"), Batch, Lines, "gzip")) Assert.Equal(2, (await TestTenant.Read<TestBatch>(answer)).Summary.Successful);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/lineage") { Content = new ByteArrayContent(Gzip($"[{Event(4)}]")) { Headers = { ContentEncoding = { "gzip" } } } };
        request.Headers.TransferEncodingChunked = true;
        using (var answer = await tenant.Emitter.SendAsync(request)) Assert.Equal(1, (await TestTenant.Read<TestBatch>(answer)).Summary.Successful);
        Assert.Equal(4, await Rows.Events(tenant));
    }

    [Fact]
    public async Task Broken_gzip_is_refused()
    {
        var tenant = shared.NewTenant();
        var whole = Gzip(Event(1));
        byte[] flipped = [.. whole];
        flipped[whole.Length / 2] ^= 0xFF;
        foreach (var body in new[] { Encoding.UTF8.GetBytes(Event(1)), whole[..(whole.Length / 2)], flipped })
            foreach (var path in new[] { "/api/v1/lineage", Batch })
            {
                using var answer = await tenant.Post(body, path, encoding: "gzip");
                Assert.True(answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.OK, $"{answer.StatusCode}");
                if (answer.StatusCode == HttpStatusCode.OK) Assert.Equal(0, (await TestTenant.Read<TestBatch>(answer)).Summary.Successful);
            }

        Assert.Equal(0, await Rows.Events(tenant));
    }

    [Fact]
    public async Task Blank_lines_and_carriage_returns_are_no_events()
    {
        var tenant = shared.NewTenant();
        using var answer = await tenant.Post($"\r\n{Event(1)}\r\n\r\n   \n{Event(2)}\n {Event(1)}\n\t\n", Batch, Lines);
        Assert.Equal(new(3, 3, 0, 1), (await TestTenant.Read<TestBatch>(answer)).Summary);
    }

    [Theory]
    [InlineData("[]", "application/json")]
    [InlineData(" [ ] ", "application/json")]
    [InlineData("", Lines)]
    [InlineData("\n\n", Lines)]
    public async Task A_batch_without_events_is_a_success(string body, string contentType)
    {
        using var answer = await shared.NewTenant().Post(body, Batch, contentType);
        var batch = await TestTenant.Read<TestBatch>(answer);
        Assert.Equal(("success", new(0, 0, 0, 0)), (batch.Status, batch.Summary));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("\"text\"")]
    public async Task A_batch_that_is_none_is_refused(string body)
    {
        using var answer = await shared.NewTenant().Post(body, Batch);
        await RefusalTests.Refusal(answer, 400, "malformed-json", null);
    }

    [Theory]
    [InlineData("[{0},{1}", 2, 1)]
    [InlineData("[{0},{1},", 2, 1)]
    [InlineData("[{0},{1}] {1}", 2, 1)]
    [InlineData("[{0} {1}]", 1, 1)]
    [InlineData("[{0},,{1}]", 1, 1)]
    [InlineData("[{0},nonsense,{1}]", 2, 1)]
    [InlineData("[{0},[],{1}]", 2, 1)]
    [InlineData("[{0},{1}}", 2, 1)]
    public async Task An_array_malformed_half_way_costs_only_what_comes_after(string frame, int kept, int failed)
    {
        var tenant = shared.NewTenant();
        using var answer = await tenant.Post(frame.Replace("{0}", Event(1), StringComparison.Ordinal).Replace("{1}", Event(2), StringComparison.Ordinal), Batch);
        var batch = await TestTenant.Read<TestBatch>(answer);
        Assert.Equal((kept, failed), (batch.Summary.Successful, batch.Summary.Failed));
        Assert.Equal(kept, await Rows.Events(tenant));
    }

    [Fact]
    public async Task Thousands_of_events_in_one_body_are_all_kept_in_their_order()
    {
        var tenant = shared.NewTenant();
        using var answer = await tenant.Post(string.Join('\n', Enumerable.Range(0, 3000).Select(n => n % 1000 == 500 ? "{}" : Event(n))), Batch, Lines);
        var batch = await TestTenant.Read<TestBatch>(answer);
        Assert.Equal(new(3000, 2997, 3, 0), batch.Summary);
        Assert.Equal([500L, 1500L, 2500L], batch.FailedEvents.Select(f => f.Index));
        Assert.Equal(batch.Receipts.Select(r => r.Index), batch.Receipts.Select(r => r.Index).Order());
        Assert.Equal(2997, await Rows.Events(tenant));
    }

    [Fact]
    public async Task An_event_of_33_MiB_is_too_large_and_one_of_8_MiB_is_not()
    {
        var tenant = shared.NewTenant();
        using (var answer = await tenant.Post(Large(33))) await RefusalTests.Refusal(answer, 413, "event-too-large", null);
        using (var answer = await tenant.Post($"[{Event(1)},{Large(33)},{Event(2)}]"))
        {
            var batch = await TestTenant.Read<TestBatch>(answer);
            Assert.Equal((2, 1L), (batch.Receipts.Count, batch.FailedEvents.Single().Index));
        }

        using (var answer = await tenant.Post(Large(8))) Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal(3, await Rows.Events(tenant));
    }

    [Fact]
    public async Task A_gzip_bomb_is_refused_without_filling_the_memory()
    {
        var tenant = shared.NewTenant();
        var before = Environment.WorkingSet;
        using (var answer = await tenant.Post(Bomb("{\"x\":\"", 100), encoding: "gzip")) await RefusalTests.Refusal(answer, 413, "event-too-large", null);
        using (var answer = await tenant.Post(Bomb("[\"", 100), Batch, encoding: "gzip"))
        {
            Assert.Equal(0, (await TestTenant.Read<TestBatch>(answer)).Summary.Successful);
        }

        using (var answer = await tenant.Post(Bomb("[", 1100), Batch, encoding: "gzip")) await RefusalTests.Refusal(answer, 413, "body-too-large", null);
        Assert.True(Environment.WorkingSet - before < 400L * 1024 * 1024, $"the process grew by {(Environment.WorkingSet - before) >> 20} MiB");
        Assert.Equal(0, await Rows.Events(tenant));
    }

    [Theory]
    [InlineData("/api/v1/lineage", "application/json", "{0}", 0)]
    [InlineData(Batch, Lines, "{0}\n{1}", 1)]
    [InlineData(Batch, "application/json", "[{0},{1}", 1)]
    public async Task A_body_that_breaks_off_stores_whole_events_only(string path, string contentType, string frame, int kept)
    {
        var tenant = shared.NewTenant();
        var body = frame.Replace("{0}", Event(1), StringComparison.Ordinal).Replace("{1}", Event(2), StringComparison.Ordinal);
        var sent = Encoding.UTF8.GetBytes(body)[..^20];
        await Send(tenant, path, contentType, sent, sent.Length + 20);

        // Nobody is there to be answered; whoever sent it sends it again.
        Assert.InRange(await Rows.Events(tenant), 0, kept);
        using var again = await tenant.Post(body + (frame[0] == '[' ? "]" : ""), path, contentType);
        Assert.True(again.IsSuccessStatusCode);
        Assert.Equal(kept + 1, await Rows.Events(tenant));
    }

    [Fact]
    public async Task A_batch_whose_gzip_breaks_off_keeps_what_came_and_reports_the_break()
    {
        var tenant = shared.NewTenant();
        var packed = Gzip(string.Join('\n', Enumerable.Range(0, 50).Select(n => Ol.Job("2026-01-01T00:00:00Z", $"{n} {Guid.NewGuid()}{Guid.NewGuid()}"))));
        using var answer = await tenant.Post(packed[..(packed.Length / 2)], Batch, Lines, "gzip");
        var batch = await TestTenant.Read<TestBatch>(answer);
        Assert.Equal((1, false), (batch.Summary.Failed, batch.FailedEvents.Single().Retriable));
        Assert.InRange(batch.Summary.Successful, 10, 49);
        Assert.Equal(batch.Summary.Successful, await Rows.Events(tenant));
    }

    /// <summary>Sends less than announced and closes its side.</summary>
    private async Task Send(TestTenant tenant, string path, string contentType, byte[] body, int announced)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, shared.Server.Running.Url.Port);
        await using var stream = socket.GetStream();
        var head = $"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {tenant.Emitter.DefaultRequestHeaders.Authorization}\r\nContent-Type: {contentType}\r\nContent-Length: {announced}\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
        await stream.WriteAsync(body);
        await stream.FlushAsync();
        socket.Client.Shutdown(SocketShutdown.Send);
        try
        {
            using var reader = new StreamReader(stream);
            await reader.ReadToEndAsync();
        }
        catch (IOException)
        {
            // The server may close the connection the hard way.
        }
    }

    private static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    private static byte[] Bomb(string start, int mebibytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.UTF8.GetBytes(start));
            var blank = new byte[1024 * 1024];
            Array.Fill(blank, (byte)' ');
            for (var n = 0; n < mebibytes; n++) gzip.Write(blank);
        }

        return packed.ToArray();
    }

    private static string Large(int mebibytes) => JsonSerializer.Serialize(new { eventTime = "2026-01-01T00:00:00Z", job = new { @namespace = "n", name = "j" }, x = new string('x', mebibytes << 20) });
}
