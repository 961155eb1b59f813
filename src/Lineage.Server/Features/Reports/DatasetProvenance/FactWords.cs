using System.Globalization;
using Lineage.Contracts.Packs;

namespace Lineage.Server.Features.Reports.DatasetProvenance;

/// <summary>What an event names.</summary>
/// <param name="States">True when it states what something is made from.</param>
/// <param name="Sources">The datasets that its facets name as sources.</param>
/// <param name="Facets">The names of its facets.</param>
internal sealed record Said(bool States, string[] Inputs, string[] Outputs, string[] Sources, string[] Facets);

/// <summary>Says in a sentence what an event states.</summary>
internal static class FactWords
{
    public static string Of(string kind, string? type, string? run, string? job, string? dataset, Said said) => kind switch
    {
        "dataset" when said.States => $"Dataset {dataset} is said to be made from {(said.Sources.Length == 0 ? "nothing that was named" : FactSentence.List(said.Sources))}.",
        "dataset" => Described($"Dataset {dataset}", said.Facets),
        "job" when said.Inputs.Length + said.Outputs.Length == 0 => Described($"Job {job}", said.Facets),
        "job" => FactSentence.OfJob(job, said.Inputs, said.Outputs),
        _ => FactSentence.OfRun(type, run, job, said.Inputs, said.Outputs),
    };

    /// <summary>A duration in its largest whole unit: days, hours, minutes.</summary>
    public static string Duration(TimeSpan duration) => duration switch
    {
        { TotalDays: >= 1 } => Count((long)duration.TotalDays, "day"),
        { TotalHours: >= 1 } => Count((long)duration.TotalHours, "hour"),
        { TotalMinutes: >= 1 } => Count((long)duration.TotalMinutes, "minute"),
        _ => "less than a minute",
    };

    private static string Described(string what, string[] facets) =>
        facets.Length == 0 ? $"{what} was mentioned." : $"{what} was described: {FactSentence.List([.. facets.Select(Noun)])}.";

    private static string Noun(string facet) => facet switch
    {
        "lifecycleStateChange" => "lifecycle",
        "sourceCodeLocation" => "source code version",
        "columnLineage" => "field lineage",
        "sql" => "SQL text",
        _ => facet,
    };

    private static string Count(long count, string unit) => $"{count.ToString(CultureInfo.InvariantCulture)} {unit}{(count == 1 ? "" : "s")}";
}
