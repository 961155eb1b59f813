using Lineage.IntegrationTests.Identity;
using Lineage.IntegrationTests.Postgres;
using Lineage.IntegrationTests.Record;
using Lineage.Server.Features.Transparency.Sealing;
using Lineage.Server.Infrastructure.Postgres;
using Microsoft.Extensions.Time.Testing;

namespace Lineage.IntegrationTests.Transparency;

public sealed class CheckpointThinningTests
{
    [Fact]
    public async Task Of_old_checkpoints_the_last_of_each_minute_stay_and_those_that_others_attested()
    {
        using var state = new TemporaryDirectory();
        var database = await ClusterFixture.CreateDatabaseAsync();
        await using (await LogServer.Start(database, state, null, "--Lineage:Log:Sealing=false"))
        {
            // Sizes 1 to 20 of two logs, ten seconds apart from 12:00:00 on; the hour ends at 12:02:00.
            var superuser = database.As(DatabaseRoles.Superuser);
            await Rows.Read(
                superuser,
                """
                insert into lineage_log.log (tenant_id, generation, origin, key, key_since, opened_at) select 't' || n, 1, 'x/t' || n, 1, now(), now() from generate_series(1, 2) n;
                insert into lineage_log.checkpoint (tenant_id, log_id, size, note, signed_at)
                  select l.tenant_id, l.log_id, n, '', timestamptz '2026-01-01 12:00:00Z' + (n - 1) * interval '10 seconds' from lineage_log.log l, generate_series(1, 20) n;
                insert into lineage_log.cosignature (tenant_id, log_id, size, key, line, witnessed_at) select tenant_id, log_id, 2, 'k', 'l', now() from lineage_log.log where tenant_id = 't1';
                insert into lineage_log.cited (tenant_id, log_id, size) select tenant_id, log_id, 4 from lineage_log.log where tenant_id = 't1';
                insert into lineage_log.timestamp (tenant_id, log_id, size, token, stamped_at) select tenant_id, log_id, 9, '', now() from lineage_log.log where tenant_id = 't1';
                select 1
                """, r => r.GetInt32(0));
            var clock = new FakeTimeProvider(new(2026, 1, 1, 13, 2, 0, TimeSpan.Zero));
            await using var connection = await Rows.Open(database.As(DatabaseRoles.Daemon));
            var thinning = new CheckpointThinning(connection, clock);
            Assert.Equal(7 + 10, await thinning.Run(default));
            Assert.Equal([2, 4, 6, 9, 12, 13, 14, 15, 16, 17, 18, 19, 20], await Sizes(superuser, "t1"));
            Assert.Equal([6, 12, 13, 14, 15, 16, 17, 18, 19, 20], await Sizes(superuser, "t2"));
            Assert.Equal(0, await thinning.Run(default));

            // Later the rest of it is old, and the last checkpoint of all stays for ever.
            clock.Advance(TimeSpan.FromDays(1));
            await thinning.Run(default);
            Assert.Equal([6, 12, 18, 20], await Sizes(superuser, "t2"));
        }
    }

    private static Task<List<long>> Sizes(string database, string tenant) => Rows.Read(database, $"select size from lineage_log.checkpoint where tenant_id = '{tenant}' order by size", r => r.GetInt64(0));
}
