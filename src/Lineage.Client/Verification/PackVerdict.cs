namespace Lineage.Client.Verification;

/// <summary>What the verification of a report pack has found.</summary>
/// <param name="ReportId">The report.</param>
/// <param name="Type">Its kind.</param>
/// <param name="Title">Its title and question.</param>
/// <param name="Origin">The log that proves it.</param>
/// <param name="Size">The size of that log.</param>
/// <param name="Key">The key that signed it, as a vkey; compare it with one that you did not get from the pack.</param>
/// <param name="Checks">What was checked of the pack as a whole.</param>
/// <param name="Lines">What was found of each line of the report.</param>
public sealed record PackVerdict(
    string ReportId, string Type, string Title, string Origin, long Size, string Key, IReadOnlyList<PackCheck> Checks, IReadOnlyList<PackLine> Lines)
{
    /// <summary>Nothing failed.</summary>
    public bool Holds => Checks.All(check => check.Result != PackResult.Failed) && Lines.All(line => line.Result != PackResult.Failed);

    /// <summary>The number of lines with that result.</summary>
    public int Count(PackResult result) => Lines.Count(line => line.Result == result);
}

/// <summary>How far something is shown.</summary>
public enum PackResult
{
    /// <summary>An opened event in the log states it.</summary>
    Proved,

    /// <summary>The event is in the log, but what it says on this is not opened; or a check that this pack does not allow.</summary>
    Recorded,

    /// <summary>It does not hold.</summary>
    Failed,
}

/// <summary>One check of the pack as a whole.</summary>
/// <param name="What">What was checked.</param>
/// <param name="Result">What came out; <see cref="PackResult.Recorded"/> for what could not be checked.</param>
/// <param name="Detail">What was found, in words.</param>
public sealed record PackCheck(string What, PackResult Result, string Detail);

/// <summary>One line of the report.</summary>
/// <param name="Id">Its place in report.json (RFC 6901).</param>
/// <param name="Kind">fact, link, field, change, run ...</param>
/// <param name="States">What it states, in words.</param>
/// <param name="Result">Whether that is shown.</param>
/// <param name="Events">The events it rests on.</param>
/// <param name="Reason">Why it failed, or what is not opened.</param>
public sealed record PackLine(string Id, string Kind, string States, PackResult Result, IReadOnlyList<string> Events, string? Reason);

/// <summary>What a verifier brings along.</summary>
/// <param name="Keys">Keys that are trusted because they were got elsewhere; without any, the key in the pack is used and the verdict says so.</param>
/// <param name="Checkpoint">An older signed checkpoint of the same log, kept by the verifier.</param>
public sealed record PackTrust(IReadOnlyList<Merkle.VerifierKey> Keys, byte[]? Checkpoint = null)
{
    /// <summary>Nothing is known from elsewhere.</summary>
    public static PackTrust None { get; } = new([]);
}

/// <summary>The file is not a report pack that can be read.</summary>
public sealed class PackUnreadableException(string message) : Exception(message);
