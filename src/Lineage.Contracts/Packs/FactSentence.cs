namespace Lineage.Contracts.Packs;

/// <summary>
/// The sentences of a provenance report about runs and jobs. They follow from an event's core facts alone, so that whoever holds the
/// opened core can make the sentence again and compare.
/// </summary>
public static class FactSentence
{
    private const int Named = 4;

    /// <summary>What an event says of a run.</summary>
    /// <param name="type">START, RUNNING, COMPLETE, FAIL, ABORT or another; null when absent.</param>
    /// <param name="run">The run's id.</param>
    /// <param name="job">The job's name.</param>
    /// <param name="inputs">Names of its inputs.</param>
    /// <param name="outputs">Names of its outputs.</param>
    public static string OfRun(string? type, string? run, string? job, IEnumerable<string> inputs, IEnumerable<string> outputs)
    {
        var (read, written) = (Sorted(inputs), Sorted(outputs));
        return $"{State(type)} of run {run} of {job}{(read.Length + written.Length == 0 ? "" : ": it " + Part(type, read, written))}.";
    }

    /// <summary>What an event says of a job that names its inputs or outputs.</summary>
    public static string OfJob(string? job, IEnumerable<string> inputs, IEnumerable<string> outputs) => $"Job {job} is said to {Doing("read", "write", Sorted(inputs), Sorted(outputs))}.";

    /// <summary>"a, b and c"; beyond four, "a, b, c, d and 2 more".</summary>
    public static string List(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        IReadOnlyList<string> said = names.Count <= Named ? names : [.. names.Take(Named), $"{(names.Count - Named).ToString("#,0", System.Globalization.CultureInfo.InvariantCulture)} more"];
        return said.Count < 2 ? string.Concat(said) : string.Join(", ", said.SkipLast(1)) + " and " + said[^1];
    }

    // In an order that does not depend on who lists them.
    private static string[] Sorted(IEnumerable<string> names) => [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

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
}
