using System.Diagnostics.CodeAnalysis;

namespace Lineage.Contracts;

/// <summary>
/// Names one node of the lineage graph. Written as <c>kind:PART:PART…</c>; each part is percent-encoded (RFC 3986), so that
/// colons and slashes inside names cannot be confused with the separators.
/// </summary>
public abstract record NodeId
{
    /// <summary>dataset, job, run, field or version.</summary>
    public abstract string Kind { get; }

    /// <summary>The parts after the kind, not encoded.</summary>
    protected abstract IEnumerable<string> Parts { get; }

    /// <summary>The written form, for example <c>dataset:postgres%3A%2F%2Fcrm%3A5432:public.customers</c>.</summary>
    public sealed override string ToString() => $"{Kind}:{string.Join(':', Parts.Select(Uri.EscapeDataString))}";

    /// <summary>
    /// Reads the written form. A namespace whose colons were left as they are is understood too, as long as the number of
    /// colons leaves only one reading: the last part (or the last two for fields and versions) is the name.
    /// </summary>
    /// <param name="text">The written form.</param>
    /// <param name="node">The node, when the text is one.</param>
    /// <returns>False when the kind is unknown or a part is missing or empty.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out NodeId? node)
    {
        node = null;
        var colon = text?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        if (text is null || colon <= 0) return false;
        var (kind, rest) = (text[..colon], text[(colon + 1)..]);
        node = kind switch
        {
            "run" when rest.Length > 0 => new RunNode(Uri.UnescapeDataString(rest)),
            "dataset" when Split(rest, 2) is [var ns, var name] => new DatasetNode(ns, name),
            "job" when Split(rest, 2) is [var ns, var name] => new JobNode(ns, name),
            "field" when Split(rest, 3) is [var ns, var name, var field] => new FieldNode(ns, name, field),
            "version" when Split(rest, 3) is [var ns, var name, var version] => new VersionNode(ns, name, version),
            _ => null,
        };
        return node is not null;
    }

    private static string[] Split(string text, int count)
    {
        var parts = text.Split(':');
        if (parts.Length < count) return [];
        string[] joined = [string.Join(':', parts[..^(count - 1)]), .. parts[^(count - 1)..]];
        return Array.TrueForAll(joined, part => part.Length > 0) ? Array.ConvertAll(joined, Uri.UnescapeDataString) : [];
    }
}

/// <summary>A dataset.</summary>
public sealed record DatasetNode(string Namespace, string Name) : NodeId
{
    /// <inheritdoc/>
    public override string Kind => "dataset";

    /// <inheritdoc/>
    protected override IEnumerable<string> Parts => [Namespace, Name];
}

/// <summary>A job.</summary>
public sealed record JobNode(string Namespace, string Name) : NodeId
{
    /// <inheritdoc/>
    public override string Kind => "job";

    /// <inheritdoc/>
    protected override IEnumerable<string> Parts => [Namespace, Name];
}

/// <summary>A run, by the id its client gave it.</summary>
public sealed record RunNode(string RunId) : NodeId
{
    /// <inheritdoc/>
    public override string Kind => "run";

    /// <inheritdoc/>
    protected override IEnumerable<string> Parts => [RunId];
}

/// <summary>A field of a dataset.</summary>
public sealed record FieldNode(string Namespace, string Name, string Field) : NodeId
{
    /// <inheritdoc/>
    public override string Kind => "field";

    /// <inheritdoc/>
    protected override IEnumerable<string> Parts => [Namespace, Name, Field];
}

/// <summary>A dataset in one of its versions.</summary>
public sealed record VersionNode(string Namespace, string Name, string Version) : NodeId
{
    /// <inheritdoc/>
    public override string Kind => "version";

    /// <inheritdoc/>
    protected override IEnumerable<string> Parts => [Namespace, Name, Version];
}
