namespace Lineage.Cli.Verification;

/// <summary>A kind of thing that <c>lineage verify</c> can verify; one file each, found by its type.</summary>
internal interface IVerifiable
{
    /// <summary>Whether the target is of this kind.</summary>
    /// <param name="target">What was named on the command line: a file, or a word such as <c>log</c>.</param>
    /// <param name="head">The first bytes of the file; empty when the target is no file.</param>
    bool Is(string target, ReadOnlySpan<byte> head);

    /// <summary>Verifies it and tells what was found.</summary>
    /// <returns><see cref="Exit.Done"/> when everything holds, <see cref="Exit.No"/> when something does not.</returns>
    Task<int> VerifyAsync(Call call, VerifyArguments given);
}

/// <summary>What was given to the verb.</summary>
/// <param name="Target">The file or word.</param>
/// <param name="Keys">Trusted keys.</param>
/// <param name="Checkpoint">The bytes of a checkpoint that was kept from before.</param>
internal sealed record VerifyArguments(string Target, IReadOnlyList<Merkle.VerifierKey> Keys, byte[]? Checkpoint)
{
    /// <summary>Every kind there is.</summary>
    internal static IReadOnlyList<IVerifiable> Kinds { get; } =
        [.. typeof(IVerifiable).Assembly.GetTypes().Where(t => t.IsClass && t.IsAssignableTo(typeof(IVerifiable))).OrderBy(t => t.Name, StringComparer.Ordinal).Select(t => (IVerifiable)Activator.CreateInstance(t)!)];
}
