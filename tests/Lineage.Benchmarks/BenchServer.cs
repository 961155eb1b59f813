using Lineage.Server;
using Lineage.Server.Infrastructure.Store;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Lineage.Benchmarks;

/// <summary>A whole server with its own PostgreSQL (fsync on) in a folder that is gone afterwards.</summary>
internal sealed class BenchServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly RunningServer _server;

    private BenchServer(DirectoryInfo folder, RunningServer server) => (_folder, _server) = (folder, server);

    public IServiceProvider Services => _server.Services;

    public Uri Url => _server.Url;

    /// <summary>The process of its PostgreSQL.</summary>
    public string Postmaster => File.ReadLines(Path.Combine(_folder.FullName, "pg", "postmaster.pid")).First();

    public string Token(params string[] roles) => _server.Issue("bench", roles, "default", TimeSpan.FromHours(8));

    public static async Task<BenchServer> Start(params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("lineage-bench-");
        return new(folder, await ServerHost.StartAsync(["--Lineage:Urls=http://127.0.0.1:0", $"--Lineage:DataDirectory={folder.FullName}", "--Logging:LogLevel:Default=Error", .. settings]));
    }

    public HttpClient Client(params string[] roles) =>
        new() { BaseAddress = _server.Url, DefaultRequestHeaders = { Authorization = new("Bearer", Token(roles)) } };

    /// <summary>A connection as the embedded cluster's superuser.</summary>
    public async Task<NpgsqlConnection> Superuser()
    {
        var builder = new NpgsqlConnectionStringBuilder(Services.GetRequiredService<DatabaseConnections>().Daemon) { Username = "lineage", Pooling = false, CommandTimeout = 600 };
        var connection = new NpgsqlConnection(builder.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
