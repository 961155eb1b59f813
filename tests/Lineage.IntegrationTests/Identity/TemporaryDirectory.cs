namespace Lineage.IntegrationTests.Identity;

internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("lineage-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
