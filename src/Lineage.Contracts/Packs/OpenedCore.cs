using System.Globalization;
using System.Text.Json;

namespace Lineage.Contracts.Packs;

/// <summary>The core facts of an observed event, as a pack opens them: what happened when, to what, from what.</summary>
/// <param name="Kind">run, job or dataset.</param>
/// <param name="ValidAt">When it happened, as its source claims.</param>
/// <param name="Type">START, COMPLETE and so on, of a run.</param>
/// <param name="Run">The run's id.</param>
/// <param name="Job">The job.</param>
/// <param name="Dataset">The dataset that a dataset event is about.</param>
/// <param name="Inputs">The datasets read.</param>
/// <param name="Outputs">The datasets written.</param>
/// <param name="Fields">Fields made from fields.</param>
public sealed record OpenedCore(
    string Kind, DateTimeOffset ValidAt, string? Type, string? Run, JobName? Job, DatasetName? Dataset, IReadOnlyList<DatasetName> Inputs, IReadOnlyList<DatasetName> Outputs, IReadOnlyList<OpenedField> Fields)
{
    /// <summary>Reads core facts.</summary>
    /// <exception cref="FormatException">The bytes are not core facts.</exception>
    public static OpenedCore Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var core = document.RootElement;
            return new(
                core.GetProperty("kind").GetString()!.ToLowerInvariant(),
                DateTimeOffset.Parse(core.GetProperty("valid").GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal), core.GetProperty("type").GetString(), core.GetProperty("run").GetString(),
                Pair(core.GetProperty("job")) is { } job ? new(job.Namespace, job.Name) : null, Pair(core.GetProperty("dataset")),
                [.. core.GetProperty("inputs").EnumerateArray().Select(i => Pair(i)!)], [.. core.GetProperty("outputs").EnumerateArray().Select(o => Pair(o)!)],
                [.. core.GetProperty("fields").EnumerateArray().Select(Field)]);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException)
        {
            throw new FormatException("The bytes are not the core facts of an event.", e);
        }
    }

    private static DatasetName? Pair(JsonElement pair) => pair.ValueKind == JsonValueKind.Null ? null : new(pair[0].GetString()!, pair[1].GetString()!);

    private static OpenedField Field(JsonElement f) => new(
        new(f[0].GetString()!, f[1].GetString()!), f[2].GetString()!, new(f[3].GetString()!, f[4].GetString()!), f[5].GetString(),
        [.. f[6].EnumerateArray().Select(t => new Transformation(t[0].GetString() ?? "", t[1].GetString() ?? "", t[2].GetBoolean()))]);
}

/// <summary>A field made from another.</summary>
/// <param name="Source">The dataset of the source.</param>
/// <param name="SourceField">The source.</param>
/// <param name="Target">The dataset of the target.</param>
/// <param name="TargetField">The target; null when the source influences the whole dataset.</param>
/// <param name="Transformations">How.</param>
public sealed record OpenedField(DatasetName Source, string SourceField, DatasetName Target, string? TargetField, IReadOnlyList<Transformation> Transformations);
