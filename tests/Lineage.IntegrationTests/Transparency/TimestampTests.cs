using Lineage.Client.Verification;
using Lineage.IntegrationTests.Identity;
using Lineage.IntegrationTests.Postgres;
using Lineage.Merkle;
using Lineage.Server.Features.Transparency.Reading;
using Lineage.Server.Features.Transparency.Timestamps;
using Microsoft.Extensions.DependencyInjection;

namespace Lineage.IntegrationTests.Transparency;

/// <summary>Checkpoints are stamped by an authority that is not ours, and what is not its stamp is refused.</summary>
public sealed class TimestampTests : IDisposable
{
    private readonly TemporaryDirectory _state = new();

    [OpenSslFact]
    public async Task A_checkpoint_is_stamped_and_the_stamp_is_verified_by_others_without_the_server()
    {
        await using var authority = await OpenSslAuthority.Start();
        await using var server = await Start(authority);
        await server.Seal(1);
        await LogServer.Until(async () => await Reader(server).Timestamp(LogServer.Tenant, await Log(server), default) is not null);
        var (size, note, token) = (await Reader(server).Timestamp(LogServer.Tenant, await Log(server), default))!.Value;
        var bytes = System.Text.Encoding.UTF8.GetBytes(note);
        Assert.Equal(1, size);
        Assert.Contains("OK", await authority.Verify(bytes, token), StringComparison.Ordinal);

        var finding = TimestampToken.Verify(bytes, token, authority.Issuer);
        Assert.True(finding.Trusted && (DateTimeOffset.UtcNow - finding.StampedAt).Duration() < TimeSpan.FromMinutes(5));
        Assert.Equal("CN=Throw-away authority", finding.Authority);
        var cosigned = SignedNote.Parse(bytes);
        cosigned = cosigned.With(NoteSignature.Parse(SignedNote.Sign(cosigned.Text, new CosignatureSigner("w.test", new byte[32], TimeProvider.System)).Signatures[0].ToString()));
        Assert.Equal(finding.StampedAt, TimestampToken.Verify(cosigned.ToBytes(), token).StampedAt);

        using (var tool = new Cli.Tool())
        {
            string Kept(string name, byte[] content)
            {
                var path = Path.Combine(tool.Folder, name);
                File.WriteAllBytes(path, content);
                return path;
            }

            string[] verify = ["verify", Kept("checkpoint", bytes), "--key", (await server.Key()).ToString(), "--timestamp", Kept("tsr", token)];
            Assert.Equal(0, await tool.RunAsync([.. verify, "--tsa", Path.Combine(authority.Folder, "ca.pem")]));
            Assert.Contains("says CN=Throw-away authority", tool.Out, StringComparison.Ordinal);
            Assert.DoesNotContain("--tsa", tool.Out, StringComparison.Ordinal);
            Assert.Equal(1, await tool.RunAsync([.. verify[..^1], Kept("checkpoint", bytes)]));
        }

        var altered = token.ToArray();
        altered[^10] ^= 1;
        Assert.ThrowsAny<Exception>(() => TimestampToken.Verify(bytes, altered));
        Assert.Throws<VerificationException>(() => TimestampToken.Verify(SignedNote.Sign("lineage.test/other\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n", new Ed25519Signer("lineage.test/other", new byte[32])).ToBytes(), token));
        await using (var other = await OpenSslAuthority.Start()) Assert.Throws<VerificationException>(() => TimestampToken.Verify(bytes, token, other.Issuer));
        Assert.Throws<FormatException>(() => TimestampToken.Verify(bytes, new byte[] { 1, 2, 3 }));

        using var http = new HttpClient { BaseAddress = server.Running.Url, DefaultRequestHeaders = { Authorization = new("Bearer", server.Token) } };
        using var answer = await http.GetAsync(new Uri("/api/v1/log/timestamp?size=1", UriKind.Relative));
        Assert.Equal("application/timestamp-reply", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(token, await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await http.GetAsync(new Uri("/api/v1/log/timestamp?size=7", UriKind.Relative))).StatusCode);
    }

    [OpenSslFact]
    public async Task A_stamp_that_does_not_verify_is_not_kept()
    {
        await using var authority = await OpenSslAuthority.Start();
        byte[]? first = null;
        await using var server = await Start(authority, "--Lineage:Log:Timestamp:EverySeconds=1000000");
        await server.Seal(1);
        await LogServer.Until(async () => (first = (await Reader(server).Timestamp(LogServer.Tenant, await Log(server), default))?.Token) is not null);
        await server.Seal(2);
        var head = (await Reader(server).Head(LogServer.Tenant, default))!;
        var stamping = server.Running.Services.GetRequiredService<TimestampRound>();
        foreach (var alter in new Func<byte[], byte[]>[]
        {
            reply => [.. reply[..^10], (byte)(reply[^10] ^ 1), .. reply[^9..]],
            _ => first!,
            _ => [],
            reply => [.. reply, 0],
        })
        {
            authority.Alter = alter;
            Assert.False(await stamping.Now(head, default));
        }

        authority.Alter = reply => reply;
        Assert.Equal(1, (await Reader(server).Timestamp(LogServer.Tenant, head.Id, default))!.Value.Size);
        Assert.True(await stamping.Now(head, default));
        Assert.Equal(2, (await Reader(server).Timestamp(LogServer.Tenant, head.Id, default))!.Value.Size);
    }

    public void Dispose() => _state.Dispose();

    private static LogReader Reader(LogServer server) => server.Running.Services.GetRequiredService<LogReader>();

    private static async Task<int> Log(LogServer server) => (await Reader(server).Head(LogServer.Tenant, default))!.Id;

    private async Task<LogServer> Start(OpenSslAuthority authority, params string[] settings) =>
        await LogServer.Start(await ClusterFixture.CreateDatabaseAsync(), _state, null, [$"--Lineage:Log:Timestamp:Url={authority.Url}", .. settings]);
}
