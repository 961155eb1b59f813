using System.Diagnostics;
using System.Text;
using Lineage.Client;
using Lineage.IntegrationTests.Identity;
using Lineage.IntegrationTests.Postgres;
using Lineage.Merkle;
using Lineage.Server;
using Lineage.Server.Infrastructure.Postgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace Lineage.IntegrationTests.Transparency;

/// <summary>A server whose database and state directory outlive it, for what only shows across a restart.</summary>
internal sealed class LogServer(RunningServer running) : IAsyncDisposable
{
    public const string Tenant = "acme";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private readonly HttpClient _http = new();

    public RunningServer Running => running;

    public string Token { get; } = running.Issue("somebody", ["emitter", "auditor"], Tenant, TimeSpan.FromHours(1));

    public static async Task<LogServer> Start(TestDatabase database, TemporaryDirectory state, Action<WebApplicationBuilder>? adjust = null, params string[] settings) => new(await ServerHost.StartAsync(
        ["--Lineage:Urls=http://127.0.0.1:0", $"--Lineage:DataDirectory={state.Path}", .. settings],
        builder =>
        {
            builder.Logging.ClearProviders();
            adjust?.Invoke(builder);
        },
        new(database.As(DatabaseRoles.Owner), database.As(DatabaseRoles.App), database.As(DatabaseRoles.Daemon), Embedded: true),
        CancellationToken.None));

    public LineageClient Client(ReceiptBook? receipts = null) => new(_http, new() { Url = running.Url, Token = Token, Retries = 0, Receipts = receipts });

    public static byte[] Event(int n) => Encoding.UTF8.GetBytes(Ol.Run(Ol.Id(n), "COMPLETE", "2026-01-01T00:00:00Z", "j", Ol.Datas("a"), Ol.Datas("b")));

    /// <summary>Emits an event and returns its receipt once a checkpoint covers it.</summary>
    public async Task<Contracts.Receipt> Seal(int n, ReceiptBook? receipts = null)
    {
        var receipt = await Client(receipts).EmitAsync(Event(n));
        await Until(async () => await Client().FindInclusionAsync(receipt.EventId) is not null);
        return receipt;
    }

    public async Task<SignedNote> Checkpoint()
    {
        using var http = new HttpClient { DefaultRequestHeaders = { Authorization = new("Bearer", Token) } };
        return SignedNote.Parse(await http.GetByteArrayAsync(new Uri(running.Url, $"/log/{Tenant}/checkpoint")));
    }

    public async Task<VerifierKey> Key() => VerifierKey.Parse((await Client().GetLogKeyAsync()).Key);

    /// <summary>Returns when the condition holds; fails when it does not in time.</summary>
    public static async Task Until(Func<Task<bool>> holds)
    {
        for (var waited = Stopwatch.StartNew(); !await holds(); await Task.Delay(50)) Assert.True(waited.Elapsed < s_patience, "it did not come to be in time");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await running.DisposeAsync();
    }
}
