using System.Runtime.Versioning;
using Lineage.Server.Infrastructure;

namespace Lineage.IntegrationTests.Identity;

[UnsupportedOSPlatform("windows")]
public sealed class StateDirectoryTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly TemporaryDirectory folder = new();

    private string Root => Path.Combine(folder.Path, "state");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_key_is_made_once_and_only_the_owner_can_read_it()
    {
        StateDirectory state = new(Root);

        var key = state.Key("pepper", 32);

        Assert.Equal(32, key.Length);
        Assert.Equal(key, new StateDirectory(Root).Key("pepper", 32));
        Assert.NotEqual(key, state.Key("other", 32));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(state.PathOf("keys", "pepper")));
        Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(state.PathOf("keys")));
        Assert.Equal(OwnerOnly | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute, File.GetUnixFileMode(Root));
        Assert.Equal(["other", "pepper"], Directory.GetFiles(state.PathOf("keys")).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    public void A_key_that_others_can_read_or_change_is_refused(UnixFileMode open)
    {
        StateDirectory state = new(Root);
        state.Key("pepper", 32);
        File.SetUnixFileMode(state.PathOf("keys", "pepper"), OwnerOnly | open);

        Assert.Throws<InvalidOperationException>(() => state.Key("pepper", 32));
    }

    [Fact]
    public void A_directory_that_others_can_write_to_is_refused()
    {
        Directory.CreateDirectory(Root);
        File.SetUnixFileMode(Root, OwnerOnly | UnixFileMode.UserExecute | UnixFileMode.OtherWrite);

        Assert.Throws<InvalidOperationException>(() => new StateDirectory(Root));
    }

    [Fact]
    public void A_key_of_another_length_is_refused()
    {
        StateDirectory state = new(Root);
        state.Key("pepper", 16);

        Assert.Throws<InvalidOperationException>(() => state.Key("pepper", 32));
    }

    [Theory]
    [InlineData("../pepper")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("")]
    [InlineData(".hidden")]
    public void A_name_cannot_lead_out_of_the_directory(string name) => Assert.Throws<ArgumentException>(() => new StateDirectory(Root).Key(name, 32));

    [Fact]
    public async Task Processes_that_race_for_a_key_get_the_same_one()
    {
        var racers = Enumerable.Range(0, 4).Select(_ => KeyRacer.Start(Root)).ToArray();
        foreach (var racer in racers) Assert.Equal("ready", await racer.StandardOutput.ReadLineAsync());
        foreach (var racer in racers) await racer.StandardInput.WriteLineAsync("go");

        var results = await Task.WhenAll(racers.Select(r => r.StandardOutput.ReadToEndAsync()));
        foreach (var racer in racers)
        {
            await racer.WaitForExitAsync();
            Assert.Equal(0, racer.ExitCode);
            racer.Dispose();
        }

        Assert.Equal(KeyRacer.Rounds, results[0].Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.All(results, keys => Assert.Equal(results[0], keys));
    }
}
