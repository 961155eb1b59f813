using System.Text;
using Lineage.Cli;
using Lineage.Cli.Witnessing;
using Lineage.Merkle;
using Lineage.Tests.Merkle;
using Microsoft.Extensions.Time.Testing;

namespace Lineage.Tests.Cli;

/// <summary>A witness remembers before it answers, across restarts, and never goes back.</summary>
public sealed class WitnessStateTests : IDisposable
{
    private static readonly FakeTimeProvider Time = new(Keys.Now);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("lineage-witness-");

    private string Folder => System.IO.Path.Combine(folder.FullName, "state");

    [Fact]
    public async Task What_was_cosigned_is_in_a_file_before_the_answer_and_the_witness_goes_on_from_it_after_a_restart()
    {
        VerifierKey key;
        using (var state = Open())
        {
            key = state.Key;
            Assert.Equal(200, state.Add(await Request(0, 100)).Status);
        }

        using (var state = Open())
        {
            Assert.Equal(key, state.Key);
            var note = SignedNote.Parse(await File.ReadAllBytesAsync(state.FileOf(Keys.Origin)));
            Assert.Equal([Keys.Log.Key, key], note.VerifiedBy([Keys.Log.Key, key]));
            Assert.Equal((409, "100\n"), (state.Add(await Request(0, 200)).Status, state.Add(await Request(0, 200)).Body));
            Assert.Equal(400, state.Add(await Request(100, 50)).Status);
            Assert.Equal(200, state.Add(await Request(100, 200)).Status);
            Assert.Equal(200, state.Known(Keys.Origin)!.Size);
        }
    }

    [Fact]
    public async Task A_file_that_somebody_else_wrote_stops_the_witness_instead_of_being_believed()
    {
        using var state = Open();
        state.Add(await Request(0, 100));
        var note = SignedNote.Sign((MemoryLog.Of(10).Checkpoint()).Text, Keys.Log).ToString();
        await File.WriteAllTextAsync(state.FileOf(Keys.Origin), note);
        Assert.Throws<IOException>(() => state.Known(Keys.Origin));
        await File.WriteAllTextAsync(state.FileOf(Keys.Origin), "");
        Assert.Throws<IOException>(() => state.Add(Encoding.UTF8.GetBytes(new AddCheckpointRequest(0, [], note).ToString())));
    }

    [Fact]
    public async Task A_log_that_is_not_watched_is_not_cosigned()
    {
        using var state = new WitnessState(Folder, "w", Time);
        Assert.Equal(404, state.Add(await Request(0, 100)).Status);
    }

    [Fact]
    public void A_directory_has_one_witness_of_one_name_at_a_time_and_its_key_is_for_its_owner_only()
    {
        using (var state = Open())
        {
            Assert.Throws<IOException>(Open);
            Assert.StartsWith("audit.test+", state.Key.ToString(), StringComparison.Ordinal);
            if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(System.IO.Path.Combine(Folder, "key")));
        }

        Assert.Throws<UsageException>(() => new WitnessState(Folder, "other.test", Time));
        Assert.Throws<UsageException>(() => new WitnessState(System.IO.Path.Combine(folder.FullName, "new"), "two words", Time));
    }

    public void Dispose() => folder.Delete(recursive: true);

    private WitnessState Open()
    {
        var state = new WitnessState(Folder, "audit.test", Time);
        state.Watch(Keys.Log.Key);
        return state;
    }

    private static async Task<byte[]> Request(long old, long size)
    {
        var log = MemoryLog.Of(size);
        var proof = old == 0 || old > size ? [] : await new TiledTree(size, log).Consistency(old);
        return Encoding.UTF8.GetBytes(new AddCheckpointRequest(old, proof, SignedNote.Sign(log.Checkpoint(Keys.Origin).Text, Keys.Log).ToString()).ToString());
    }
}
