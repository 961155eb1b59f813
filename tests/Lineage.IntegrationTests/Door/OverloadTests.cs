using System.Net;
using Lineage.IntegrationTests.Record;
using Lineage.Server.Infrastructure.Store;
using Microsoft.Extensions.DependencyInjection;

namespace Lineage.IntegrationTests.Door;

public sealed class OverloadTests
{
    [Fact]
    public async Task What_the_server_cannot_take_now_is_to_be_sent_again_later()
    {
        await using var server = await LineageServer.Start(builder => builder.Services.AddSingleton(new WriterLimits(WaitingBytes: 2000)));
        var tenant = server.NewTenant();
        var (small, large) = (Ol.Job("2026-01-01T00:00:00Z", "j"), Ol.Job("2026-01-01T00:00:00Z", new string('j', 2000)));
        using (var answer = await tenant.Post(large))
        {
            await RefusalTests.Refusal(answer, 503, "overloaded", null);
            Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        }

        using (var answer = await tenant.Post($"[{small},{large}]"))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var batch = await TestTenant.Read<TestBatch>(answer);
            Assert.Equal((1L, true), (batch.FailedEvents.Single().Index, batch.FailedEvents.Single().Retriable));
        }

        Assert.Equal(1, await Rows.Events(tenant));
        Assert.True((await tenant.Emit(small)).Duplicate);
    }
}
