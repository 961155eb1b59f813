using Lineage.Contracts;

namespace Lineage.Client;

/// <summary>What a run has said about one dataset so far.</summary>
internal sealed class TrackedDataset(DatasetName name)
{
    internal DatasetName Name { get; } = name;

    internal List<FieldSpec> Fields { get; } = [];

    internal List<(string Field, DatasetName Source, string SourceField, Derivation How)> Derivations { get; } = [];

    internal List<(string Key, string Value, string? Field)> Tags { get; } = [];

    internal string? Documentation { get; set; }

    internal string? Kind { get; set; }

    internal string? Version { get; set; }

    internal long? Rows { get; set; }

    internal long? Bytes { get; set; }
}
