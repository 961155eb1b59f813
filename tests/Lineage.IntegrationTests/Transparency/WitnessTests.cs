using System.Text.Json;
using Lineage.Cli.Witnessing;
using Lineage.IntegrationTests.Cli;
using Lineage.IntegrationTests.Identity;
using Lineage.IntegrationTests.Postgres;
using Lineage.Merkle;

namespace Lineage.IntegrationTests.Transparency;

/// <summary>A witness on another machine: it sees the log grow, and says so, and does not when the log has two histories.</summary>
public sealed class WitnessTests : IDisposable
{
    private readonly TemporaryDirectory _state = new();
    private readonly TemporaryDirectory _witness = new();

    [Fact]
    public async Task Checkpoints_are_cosigned_as_the_log_grows_and_a_fork_is_refused_and_shown()
    {
        using var witness = new WitnessState(_witness.Path, "audit.test", TimeProvider.System);
        await using var app = await WitnessServer.StartAsync(witness, "127.0.0.1:0", TextWriter.Null, CancellationToken.None);
        string[] settings = [$"--Lineage:Log:Witnesses:0:Url={app.Urls.First()}", $"--Lineage:Log:Witnesses:0:Key={witness.Key}"];
        await using (var server = await LogServer.Start(await ClusterFixture.CreateDatabaseAsync(), _state, null, settings))
        {
            await server.Seal(1);
            await LogServer.Until(async () => Error(await Told(server)).Contains("404", StringComparison.Ordinal));

            var key = await server.Key();
            witness.Watch(key);
            await LogServer.Until(async () => (await server.Checkpoint()).VerifiedBy([key, witness.Key]).Count == 2);
            await server.Seal(2);
            await server.Seal(3);
            await LogServer.Until(async () => (await Told(server)).GetProperty("size").GetInt64() == 3);
            Assert.False((await Told(server)).TryGetProperty("error", out _));
            Assert.True(witness.Key.Verifies(await server.Checkpoint(), out var cosignature));
            Assert.Equal(cosignature.CosignedAt, (await Told(server)).GetProperty("witnessedAt").GetDateTimeOffset());
            Assert.Equal(3, witness.Known(key.Name)!.Size);
        }

        // The operator, with the same keys, shows another history under the same name; first a shorter one, then one as long.
        Directory.Delete(Path.Combine(_state.Path, "checkpoints"), recursive: true);
        await using var forked = await LogServer.Start(await ClusterFixture.CreateDatabaseAsync(), _state, null, settings);
        await forked.Seal(11);
        await LogServer.Until(async () => Error(await Told(forked)).Contains("shrank or forked", StringComparison.Ordinal));
        foreach (var n in new[] { 12, 13, 14 }) await forked.Seal(n);
        await LogServer.Until(async () => Error(await Told(forked)).Contains("422", StringComparison.Ordinal));
        Assert.Equal((3L, 0L), (witness.Known((await forked.Key()).Name)!.Size, (await Told(forked)).GetProperty("size").GetInt64()));
    }

    [Fact]
    public async Task A_witness_that_nobody_can_reach_fetches_checkpoints_itself_and_says_loudly_when_the_log_shrank_or_forked()
    {
        using var tool = new Tool();
        var folder = Path.Combine(tool.Folder, "witness");
        Task<int> Pull(LogServer server, params string[] more)
        {
            (tool.Environment["LINEAGE_URL"], tool.Environment["LINEAGE_TOKEN"]) = (server.Running.Url.ToString(), server.Token);
            return tool.RunAsync(["witness", "pull", "--state", folder, .. more]);
        }

        string origin;
        await using (var server = await LogServer.Start(await ClusterFixture.CreateDatabaseAsync(), _state))
        {
            await server.Seal(1);
            Assert.Equal(0, await Pull(server));
            Assert.Contains("first seen with 1 entries", tool.Out, StringComparison.Ordinal);
            await server.Seal(2);
            await server.Seal(3);
            Assert.Equal(0, await Pull(server, "--json"));
            using var answer = JsonDocument.Parse(tool.Out);
            var (file, key) = (answer.RootElement.GetProperty("file").GetString()!, VerifierKey.Parse(answer.RootElement.GetProperty("witness").GetString()!));
            var note = SignedNote.Parse(await File.ReadAllBytesAsync(file));
            Assert.Equal([await server.Key(), key], note.VerifiedBy([await server.Key(), key]));
            Assert.Equal(3, Merkle.Checkpoint.Parse(note.Text).Size);
            origin = answer.RootElement.GetProperty("origin").GetString()!;
        }

        Directory.Delete(Path.Combine(_state.Path, "checkpoints"), recursive: true);
        await using var forked = await LogServer.Start(await ClusterFixture.CreateDatabaseAsync(), _state);
        await forked.Seal(11);
        Assert.Equal(1, await Pull(forked));
        Assert.Contains($"{origin}: THE LOG SHRANK", tool.Error, StringComparison.Ordinal);
        foreach (var n in new[] { 12, 13, 14 }) await forked.Seal(n);
        Assert.Equal(1, await Pull(forked));
        Assert.Contains($"{origin}: THE LOG FORKED", tool.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://witness.example.org/")]
    [InlineData("ftp://127.0.0.1/")]
    [InlineData("not an address")]
    public async Task A_witness_is_asked_over_https_or_on_this_machine_only(string url) => await Assert.ThrowsAsync<InvalidOperationException>(async () => await LogServer.Start(
        await ClusterFixture.CreateDatabaseAsync(), _state, null, $"--Lineage:Log:Witnesses:0:Url={url}", $"--Lineage:Log:Witnesses:0:Key={new CosignatureSigner("w", new byte[32], TimeProvider.System).Key}"));

    public void Dispose()
    {
        _state.Dispose();
        _witness.Dispose();
    }

    private static string Error(JsonElement witness) => witness.TryGetProperty("error", out var error) ? error.GetString()! : "";

    private static async Task<JsonElement> Told(LogServer server) => (await server.Client().GetAsync("api/v1/log/witnesses")).GetProperty("witnesses")[0];
}
