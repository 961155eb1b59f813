namespace Lineage.Cli;

/// <summary>Exit codes; scripts rely on them.</summary>
internal static class Exit
{
    internal const int Done = 0;
    internal const int No = 1;
    internal const int WrongUsage = 2;
    internal const int Unreachable = 3;
    internal const int NotAllowed = 4;

    internal const string Help = """
        Exit codes:
          0  done
          1  the answer is no: something was refused, failed or is not there
          2  wrong usage
          3  the server cannot be reached
          4  not allowed: no valid token, or not the role
        """;
}
