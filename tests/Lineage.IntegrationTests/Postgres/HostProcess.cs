using Lineage.Server.Infrastructure.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lineage.IntegrationTests.Postgres;

/// <summary>
/// The entry point of this assembly, for the test that kills a server process: <c>dotnet exec</c> of it with a data directory hosts a PostgreSQL
/// there until the process is killed or its input ends.
/// </summary>
internal static class HostProcess
{
    internal static async Task Main(string[] arguments)
    {
        if (arguments is not [var directory])
        {
            return;
        }

        await using var server = await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions(directory), NullLogger.Instance, CancellationToken.None);
        Console.WriteLine(server.ProcessId);
        await Console.In.ReadToEndAsync();
    }
}
