using Lineage.Merkle;
using Lineage.Tests.Merkle;

namespace Lineage.Tests.Cli;

public sealed class VerifyTests : IDisposable
{
    private static readonly MemoryLog s_log = MemoryLog.Of(600);
    private static readonly string s_key = Keys.Log.Key.ToString();
    private readonly CliRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task A_proof_is_verified_offline_and_tells_of_the_event()
    {
        var entry = new LeafEntry(Keys.Origin, "t", Guid.Parse("11111111-2222-8333-8444-555555555555"), 42, Guid.Empty, 3, "run_observed", Keys.Now, "a", "c", null, false).ToBytes();
        var note = SignedNote.Sign(new Checkpoint(Keys.Origin, 1, Rfc6962.LeafHash(entry)).Text, Keys.Log).ToString();
        var proof = _run.File("e.tlog-proof", new TlogProof(0, [], entry, note).ToString());

        Assert.Equal(0, await _run.RunAsync("verify", proof, "--key", s_key));
        Assert.All(["11111111-2222-8333-8444-555555555555", "run_observed", "2026-11-23T12:00:00.000000Z", "version 3", "42", Keys.Origin, "0 of 1"], text => Assert.Contains(text, _run.Out, StringComparison.Ordinal));
        Assert.Equal(0, await _run.RunAsync("verify", proof, "--key", _run.File("log.vkey", s_key + "\n"), "--json"));
        Assert.Contains("\"holds\": true", _run.Out, StringComparison.Ordinal);
        Assert.Equal(1, await _run.RunAsync("verify", proof, "--key", s_key, "--entry", _run.File("other", "{}")));
        Assert.Contains("does not lead to the signed root", _run.Out, StringComparison.Ordinal);
        Assert.Equal(1, await _run.RunAsync("verify", proof, "--key", Keys.Other.Key.ToString()));
        Assert.Equal(2, await _run.RunAsync("verify", proof));
        Assert.Contains("--key", _run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_checkpoint_is_verified_with_its_witnesses_and_as_the_continuation_of_an_older_one()
    {
        var old = _run.File("old", Note(MemoryLog.Of(250)));
        var now = _run.File("now", Note(s_log));
        foreach (var (tile, bytes) in s_log.Tiles) _run.File($"log/{tile.Path}", bytes);
        var tiles = Path.Combine(_run.Folder, "log");

        Assert.Equal(0, await _run.RunAsync("verify", now, "--key", s_key, "--witness", Keys.Witness.Key.ToString(), "--old", old, "--tiles", tiles));
        Assert.All(["600", s_log.Root.ToString(), "witness.test/w1, 2026-11-23 12:00:00 UTC", "the checkpoint of 250 entries"], text => Assert.Contains(text, _run.Out, StringComparison.Ordinal));
        Assert.Equal(1, await _run.RunAsync("verify", old, "--key", s_key, "--old", now, "--tiles", tiles));
        Assert.Contains("shrank: it had 600", _run.Out, StringComparison.Ordinal);
        var forked = _run.File("forked", SignedNote.Sign(new Checkpoint(Keys.Origin, 250, s_log.Root).Text, Keys.Log).ToString());
        Assert.Equal(1, await _run.RunAsync("verify", now, "--key", s_key, "--old", forked, "--tiles", tiles));
        Assert.Contains("rewritten", _run.Out, StringComparison.Ordinal);
        Assert.Equal(1, await _run.RunAsync("verify", now, "--key", s_key, "--witness", new CosignatureSigner("w.test/2", Keys.Seed(9), TimeProvider.System).Key.ToString()));
        Assert.Contains("w.test/2", _run.Out, StringComparison.Ordinal);
        Assert.Equal(1, await _run.RunAsync("verify", now, "--key", Keys.Other.Key.ToString()));
        Assert.Equal(2, await _run.RunAsync("verify", now));
    }

    [Fact]
    public async Task What_is_none_of_these_is_wrong_usage()
    {
        Assert.Equal(2, await _run.RunAsync("verify", _run.File("letter.txt", "Dear Sir or Madam"), "--key", s_key));
        Assert.Equal(2, await _run.RunAsync("verify", Path.Combine(_run.Folder, "nothing"), "--key", s_key));
        Assert.Equal(2, await _run.RunAsync("verify", _run.File("k", ""), "--key", "no key"));
    }

    private static string Note(MemoryLog log) => SignedNote.Sign(log.Checkpoint(Keys.Origin).Text, Keys.Log, Keys.Witness).ToString();
}
