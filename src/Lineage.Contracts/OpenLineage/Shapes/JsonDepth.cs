namespace Lineage.Contracts.OpenLineage.Shapes;

/// <summary>How deep JSON may be nested.</summary>
internal static class JsonDepth
{
    /// <summary>Levels below a facet that are checked and kept.</summary>
    public const int Max = 1_000;

    /// <summary>Levels of typed parts that are read: a serializer's stack grows fast with them. Untyped JSON may go on to <see cref="Max"/>.</summary>
    public const int Typed = 100;

    /// <summary>Levels a reader and a writer have to allow so that <see cref="Max"/> fits with the event around it.</summary>
    public const int Serializer = 1_100;
}
