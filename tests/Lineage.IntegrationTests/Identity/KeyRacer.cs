using System.Diagnostics;
using System.Runtime.CompilerServices;
using Lineage.Server.Infrastructure;

namespace Lineage.IntegrationTests.Identity;

/// <summary>This test program started once more as a process of its own, which asks for keys at the sign "go" and prints them.</summary>
internal static class KeyRacer
{
    public const int Rounds = 100;

    private const string Variable = "LINEAGE_TEST_KEY_RACER";

    public static Process Start(string state) => Process.Start(new ProcessStartInfo("dotnet", ["exec", typeof(KeyRacer).Assembly.Location])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        Environment = { [Variable] = state },
    })!;

    [ModuleInitializer]
    internal static void Race()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } root) return;

        StateDirectory state = new(root);
        Console.WriteLine("ready");
        Console.ReadLine();
        for (var round = 0; round < Rounds; round++)
            Console.WriteLine(Convert.ToHexString(state.Key($"key-{round}", 32)));
        Environment.Exit(0);
    }
}
