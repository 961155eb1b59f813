using Lineage.Contracts;

namespace Lineage.Client;

/// <summary>What is known about one run.</summary>
internal sealed class RunFacts(Guid runId, JobName job, TrackedRunOptions options)
{
    internal Guid RunId { get; } = runId;

    internal JobName Job { get; } = job;

    internal TrackedRunOptions Options { get; } = options;

    internal string? Sql { get; set; } = options.Sql;

    internal string? Error { get; set; }

    internal List<TrackedDataset> Inputs { get; } = [];

    internal List<TrackedDataset> Outputs { get; } = [];

    internal List<(string Key, string Value, string? Field)> JobTags { get; } = [];

    internal TrackedDataset Input(DatasetName name) => Find(Inputs, name) ?? Add(Inputs, name);

    internal TrackedDataset Output(DatasetName name) => Find(Outputs, name) ?? Add(Outputs, name);

    /// <summary>The output of that name, else the input; a dataset nobody named becomes an input.</summary>
    internal TrackedDataset Known(DatasetName name) => Find(Outputs, name) ?? Input(name);

    private static TrackedDataset? Find(List<TrackedDataset> among, DatasetName name) => among.Find(d => d.Name == name);

    private static TrackedDataset Add(List<TrackedDataset> among, DatasetName name)
    {
        var dataset = new TrackedDataset(name);
        among.Add(dataset);
        return dataset;
    }
}
