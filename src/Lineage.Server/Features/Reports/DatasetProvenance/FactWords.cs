using System.Globalization;

namespace Lineage.Server.Features.Reports.DatasetProvenance;

/// <summary>Says in a sentence what an event states.</summary>
internal static class FactWords
{
    private const int Named = 4;

    public static string Of(string kind, string? type, string? run, string? job, string? dataset, string[] inputs, string[] outputs) => kind switch
    {
        "dataset" => $"What {dataset} is made from was stated for the dataset itself.",
        "job" => $"Job {job} is said to {Doing("read", "write", inputs, outputs)}.",
        _ => $"{State(type)} of run {run} of {job}{(inputs.Length + outputs.Length == 0 ? "" : ": it " + Part(type, inputs, outputs))}.",
    };

    /// <summary>A duration in its largest whole unit: days, hours, minutes.</summary>
    public static string Duration(TimeSpan duration) => duration switch
    {
        { TotalDays: >= 1 } => Count((long)duration.TotalDays, "day"),
        { TotalHours: >= 1 } => Count((long)duration.TotalHours, "hour"),
        { TotalMinutes: >= 1 } => Count((long)duration.TotalMinutes, "minute"),
        _ => "less than a minute",
    };

    private static string State(string? type) => type switch
    {
        "START" => "Start",
        "RUNNING" => "Progress",
        "COMPLETE" => "Completion",
        "FAIL" => "Failure",
        "ABORT" => "Abort",
        _ => "Notice",
    };

    // Only a completed run is known to have done what it names.
    private static string Part(string? type, string[] inputs, string[] outputs) => type switch
    {
        "COMPLETE" => Doing("read", "wrote", inputs, outputs),
        "START" => "is to " + Doing("read", "write", inputs, outputs),
        "FAIL" or "ABORT" => "was to " + Doing("read", "write", inputs, outputs),
        _ => Doing("reads", "writes", inputs, outputs),
    };

    private static string Doing(string reads, string writes, string[] inputs, string[] outputs) => (inputs.Length, outputs.Length) switch
    {
        (0, 0) => $"{reads} and {writes} nothing that was named",
        (0, _) => $"{writes} {List(outputs)}",
        (_, 0) => $"{reads} {List(inputs)}",
        _ => $"{reads} {List(inputs)} and {writes} {List(outputs)}",
    };

    private static string List(string[] names) =>
        names.Length <= Named ? string.Join(", ", names) : $"{string.Join(", ", names.Take(Named))} and {Count(names.Length - Named, "other")}";

    private static string Count(long count, string unit) => $"{count.ToString(CultureInfo.InvariantCulture)} {unit}{(count == 1 ? "" : "s")}";
}
