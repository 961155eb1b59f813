namespace Lineage.Tests.Client;

/// <summary>What a tracked run sends, byte by byte; emitters in the field rely on it.</summary>
internal static class Frozen
{
    internal const string Start = "";
    internal const string Complete = "{}";
}
