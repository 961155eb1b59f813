using System.Text.Json;
using Lineage.Client;
using Lineage.Contracts;
using Lineage.Tests.Client;
using Lineage.Tests.Merkle;

namespace Lineage.Tests.Receipts;

/// <summary>What a file of receipts holds, whatever happens to its writer.</summary>
public sealed class ReceiptBookTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("lineage-book-");

    private string Path => System.IO.Path.Combine(folder.FullName, "receipts.ndjson");

    [Fact]
    public async Task Receipts_of_many_writers_are_all_there_and_whole()
    {
        var receipts = SignedReceipts.Of(200);
        using (var book = new ReceiptBook(Path))
        {
            await Parallel.ForEachAsync(receipts, (receipt, _) =>
            {
                book.Keep(receipt);
                return ValueTask.CompletedTask;
            });
            Assert.Equal(200, ReceiptLine.Read(Path).Count());
        }

        Assert.Equal(receipts.Select(r => r.EventId), ReceiptLine.Read(Path).Select(l => l.Receipt!.EventId).Order());
        Assert.All(ReceiptLine.Read(Path), line => Assert.Equal(ReceiptState.Genuine, new ReceiptCheck([Keys.Log.Key]).Check(line.Receipt!).State));
    }

    [Fact]
    public void A_line_that_was_cut_off_costs_itself_only()
    {
        var receipts = SignedReceipts.Of(2);
        using (var book = new ReceiptBook(Path)) book.Keep(receipts[0]);
        File.AppendAllText(Path, """{"eventId":"0000""");
        using (var book = new ReceiptBook(Path)) book.Keep(receipts[1]);
        var lines = ReceiptLine.Read(Path).ToList();
        Assert.Equal([receipts[0].EventId, null, receipts[1].EventId], lines.Select(l => l.Receipt?.EventId));
        Assert.NotNull(lines[1].Problem);
    }

    [Fact]
    public void A_full_file_gives_way_to_a_new_one_that_still_knows_the_key()
    {
        var receipts = SignedReceipts.Of(3);
        using (var book = new ReceiptBook(Path, limit: 1500))
        {
            book.Remember(Keys.Log.Key);
            foreach (var receipt in receipts) book.Keep(receipt);
        }

        Assert.Equal(Keys.Log.Key, ReceiptLine.Read(Path).First().Key);
        Assert.Equal(receipts[2].EventId, ReceiptLine.Read(Path).Last().Receipt!.EventId);
        Assert.True(File.Exists(Path + ".1"));
    }

    [Fact]
    public void A_key_is_written_once()
    {
        for (var i = 0; i < 2; i++)
        {
            using var book = new ReceiptBook(Path);
            book.Remember(Keys.Log.Key);
        }

        Assert.Equal([Keys.Log.Key], ReceiptLine.Read(Path).Select(l => l.Key));
    }

    [Fact]
    public void What_cannot_be_kept_is_counted_and_thrown_at_nobody()
    {
        var book = new ReceiptBook(Path);
        book.Dispose();
        book.Keep(SignedReceipts.Of(3));
        Assert.Equal(3, book.Lost);
        Assert.NotNull(book.LastError);
    }

    [Fact]
    public async Task A_client_keeps_the_receipts_of_tracked_runs_and_remembers_the_key_of_the_first()
    {
        var receipts = SignedReceipts.Of(2);
        var sent = 0;
        await using var server = await TinyServer.StartAsync((http, _) => http.Request.Path == "/api/v1/log/key"
            ? TinyServer.Json(http, 200, JsonSerializer.Serialize(new { origin = Keys.Origin, key = Keys.Log.Key.ToString(), earlier = Array.Empty<string>() }))
            : TinyServer.Json(http, 201, JsonSerializer.Serialize(receipts[Interlocked.Increment(ref sent) - 1], JsonSerializerOptions.Web)));
        using var http = new HttpClient();
        using (var book = new ReceiptBook(Path))
        {
            var client = new LineageClient(http, new() { Url = server.Url, Receipts = book });
            await TrackedRun.RunAsync(client, new JobName("n", "j"), _ => Task.CompletedTask);
        }

        var lines = ReceiptLine.Read(Path).ToList();
        Assert.Equal(receipts.Select(r => r.EventId), lines.Select(l => l.Receipt).OfType<Receipt>().Select(r => r.EventId));
        Assert.Equal(Keys.Log.Key, Assert.Single(lines, l => l.Key is not null).Key);
        Assert.Equal(3, server.Requests.Count);
    }

    public void Dispose() => folder.Delete(recursive: true);
}
