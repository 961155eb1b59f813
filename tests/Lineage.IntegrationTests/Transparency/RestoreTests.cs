using System.Net.Http.Json;
using System.Text;
using Lineage.IntegrationTests.Identity;
using Lineage.Merkle;
using Lineage.Server;

namespace Lineage.IntegrationTests.Transparency;

/// <summary>A backup that is put back: on a cluster of its own, with the keys and the database together.</summary>
public sealed class RestoreTests
{
    private const string Tenant = "acme";

    [Fact]
    public async Task After_a_restore_the_log_goes_on_under_a_new_origin_that_names_the_old_one_and_what_is_lost()
    {
        using var directory = new TemporaryDirectory();
        using var safe = new TemporaryDirectory();
        var backup = Path.Combine(safe.Path, "backup");
        string old, lost;
        await using (var server = await Start(directory))
        {
            await Emit(server, 3);
            await ServerHost.BackupAsync(directory.Path, backup, _ => { });
            lost = await Emit(server, 2);
            old = await Client(server).GetStringAsync(new Uri($"/log/{Tenant}/checkpoint", UriKind.Relative));
            await Assert.ThrowsAsync<IOException>(() => ServerHost.RestoreAsync(directory.Path, backup, _ => { }));
        }

        await ServerHost.RestoreAsync(directory.Path, backup, _ => { });
        await using (var server = await Start(directory))
        {
            var client = Client(server);
            var kept = await Emit(server, 1);
            var now = Head(await client.GetStringAsync(new Uri($"/log/{Tenant}/checkpoint", UriKind.Relative)));
            Assert.Equal($"{Head(old).Origin}/R2", now.Origin);
            var entries = EntryBundle.Read(await client.GetByteArrayAsync(new Uri($"/log/{Tenant}/{new TileId(TileId.Entries, 0, (int)now.Size).Path}", UriKind.Relative)));
            var note = RestoreNote.TryParse(entries[0].Span)!;
            Assert.Equal((old, Head(old).Origin, 3L, 5L), (note.OldCheckpoint, note.OldOrigin, note.LostFrom, note.LostTo));
            Assert.Equal([kept], entries.Skip(1).Select(e => LeafEntry.Parse(e.Span).EventId.ToString()));

            // What the old log had signed for the events that survive stays provable; the lost event is gone, and the old log never grows again.
            Assert.Equal(3, Head(await client.GetStringAsync(new Uri($"/log/{Tenant}/R1/checkpoint", UriKind.Relative))).Size);
            Assert.Equal(System.Net.HttpStatusCode.NotFound, (await client.GetAsync(new Uri($"/api/v1/log/proofs/inclusion?eventId={lost}", UriKind.Relative))).StatusCode);
        }
    }

    [Fact]
    public async Task A_backup_that_is_put_into_another_directory_never_goes_on_under_the_old_origin_because_nobody_knows_what_that_signed_since()
    {
        using var directory = new TemporaryDirectory();
        using var other = new TemporaryDirectory();
        using var safe = new TemporaryDirectory();
        var backup = Path.Combine(safe.Path, "backup");
        await using (var server = await Start(directory)) await Emit(server, 2);
        await ServerHost.BackupAsync(directory.Path, backup, _ => { });
        await Assert.ThrowsAsync<IOException>(() => ServerHost.BackupAsync(directory.Path, backup, _ => { }));
        await ServerHost.RestoreAsync(other.Path, backup, _ => { });
        await using (var server = await Start(other))
        {
            await Emit(server, 1);
            Assert.EndsWith("/R2", Head(await Client(server).GetStringAsync(new Uri($"/log/{Tenant}/checkpoint", UriKind.Relative))).Origin, StringComparison.Ordinal);
        }
    }

    private static Task<RunningServer> Start(TemporaryDirectory directory) => ServerHost.StartAsync(["--Lineage:Urls=http://127.0.0.1:0", $"--Lineage:DataDirectory={directory.Path}", "--Logging:LogLevel:Default=None"]);

    private static HttpClient Client(RunningServer server) =>
        new() { BaseAddress = server.Url, DefaultRequestHeaders = { Authorization = new("Bearer", server.Issue("somebody", ["emitter", "auditor"], Tenant, TimeSpan.FromHours(1))) } };

    private static Checkpoint Head(string note) => Checkpoint.Parse(SignedNote.Parse(Encoding.UTF8.GetBytes(note)).Text);

    /// <summary>Emits events that are sealed when this returns.</summary>
    /// <returns>The id of the last one.</returns>
    private static async Task<string> Emit(RunningServer server, int count)
    {
        var id = "";
        for (var i = 0; i < count; i++)
        {
            var answer = await Client(server).PostAsJsonAsync(new Uri("/api/v1/lineage?wait=sealed", UriKind.Relative), new
            {
                eventTime = "2026-01-01T00:00:00Z",
                run = new { runId = Guid.NewGuid() },
                job = new { @namespace = "n", name = "j" },
                producer = "https://p",
                schemaURL = "https://s",
            });
            Assert.Equal(System.Net.HttpStatusCode.Created, answer.StatusCode);
            id = (await answer.Content.ReadFromJsonAsync<Contracts.Receipt>())!.EventId.ToString();
        }

        return id;
    }
}
