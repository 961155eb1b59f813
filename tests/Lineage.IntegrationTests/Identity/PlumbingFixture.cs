namespace Lineage.IntegrationTests.Identity;

/// <summary>One host for the tests of a class that only ask.</summary>
public sealed class PlumbingFixture : IAsyncLifetime
{
    internal PlumbingHost Host { get; private set; } = null!;

    public async Task InitializeAsync() => Host = await PlumbingHost.Start();

    public async Task DisposeAsync() => await Host.DisposeAsync();
}
