using System.Text;
using Lineage.Client;
using Lineage.IntegrationTests.Identity;
using Lineage.IntegrationTests.Postgres;

namespace Lineage.IntegrationTests.Transparency;

public sealed class AlteredCheckpointTests
{
    [Fact]
    public async Task A_log_whose_kept_checkpoint_nobody_signed_is_held_and_the_logs_of_others_go_on()
    {
        using var state = new TemporaryDirectory();
        var database = await ClusterFixture.CreateDatabaseAsync();
        await using (var server = await LogServer.Start(database, state)) await server.Seal(1);
        var kept = Path.Combine(state.Path, "checkpoints", LogServer.Tenant);
        var note = await File.ReadAllTextAsync(kept, Encoding.UTF8);
        await File.WriteAllTextAsync(kept, note.Replace("\n1\n", "\n2\n", StringComparison.Ordinal));
        await using (var server = await LogServer.Start(database, state))
        {
            using var http = new HttpClient();
            var other = new LineageClient(http, new() { Url = server.Running.Url, Token = server.Running.Issue("somebody", ["emitter", "auditor"], "other", TimeSpan.FromHours(1)) });
            var (held, mine) = (await server.Client().EmitAsync(LogServer.Event(2)), await other.EmitAsync(LogServer.Event(3)));
            await LogServer.Until(async () => await other.FindInclusionAsync(mine.EventId) is not null);
            Assert.Null(await server.Client().FindInclusionAsync(held.EventId));
        }
    }
}
