namespace Lineage.Merkle;

/// <summary>A text with signatures (C2SP signed-note). Nothing in it counts before <see cref="VerifiedBy"/> has named a trusted key.</summary>
public sealed record SignedNote
{
    /// <summary>The largest number of signatures that is read; the norm asks for at least 16.</summary>
    public const int MaxSignatures = 100;

    private SignedNote(string text, IReadOnlyList<NoteSignature> signatures) => (Text, Signatures) = (text, signatures);

    /// <summary>The signed text; it ends with a line feed.</summary>
    public string Text { get; }

    /// <summary>The signatures in the order of their lines, known keys or not.</summary>
    public IReadOnlyList<NoteSignature> Signatures { get; }

    /// <summary>Reads a note as strictly as the norm's section "Format" says; no signature is verified yet.</summary>
    /// <exception cref="FormatException">The bytes are not a signed note.</exception>
    public static SignedNote Parse(ReadOnlySpan<byte> note)
    {
        var all = NoteText.Decode(note);
        var blank = all.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (NoteText.HasControl(all) || blank < 0 || blank + 2 == all.Length || all[^1] != '\n')
        {
            throw new FormatException("A signed note is text, an empty line, and signature lines, with no control characters and a line feed at the end.");
        }

        var lines = all[(blank + 2)..^1].Split('\n');
        return lines.Length <= MaxSignatures
            ? new(all[..(blank + 1)], [.. lines.Select(NoteSignature.Parse)])
            : throw new FormatException($"A note with more than {MaxSignatures} signatures is not read.");
    }

    /// <summary>Signs a text.</summary>
    /// <exception cref="FormatException">The text cannot be a note: it does not end with a line feed, or has control characters.</exception>
    public static SignedNote Sign(string text, params ReadOnlySpan<INoteSigner> signers)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.EndsWith('\n') || NoteText.HasControl(text))
        {
            throw new FormatException("The text of a note ends with a line feed and has no control characters.");
        }

        var note = new SignedNote(text, []);
        foreach (var signer in signers)
        {
            note = note.With(new(signer.Key.Name, signer.Key.KeyId, signer.Sign(NoteText.Encode(text))));
        }

        return note;
    }

    /// <summary>The note with one more signature, which takes the place of an earlier one by the same key.</summary>
    public SignedNote With(NoteSignature signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        return new(Text, [.. Signatures.Where(s => (s.Name, s.KeyId) != (signature.Name, signature.KeyId)), signature]);
    }

    /// <summary>Which of these keys signed the note. Signatures of other keys do not matter; only the first of each key counts.</summary>
    /// <returns>The keys in the order of their signatures; none if no known key signed, and then the text must not be used.</returns>
    /// <exception cref="SignatureMismatchException">A signature of a known key does not verify: such a note is refused as a whole.</exception>
    /// <exception cref="VerificationException">Two different keys have the same name and id.</exception>
    public IReadOnlyList<VerifierKey> VerifiedBy(IEnumerable<VerifierKey> keys)
    {
        var known = keys.Distinct().ToLookup(key => (key.Name, key.KeyId));
        return [.. Signatures.DistinctBy(s => (s.Name, s.KeyId)).Where(s => known.Contains((s.Name, s.KeyId))).Select(s => Verified(s, [.. known[(s.Name, s.KeyId)]]))];
    }

    /// <summary>The note as it is kept and sent.</summary>
    public byte[] ToBytes() => NoteText.Encode(ToString());

    /// <summary>The note as text.</summary>
    public override string ToString() => $"{Text}\n{string.Concat(Signatures.Select(signature => $"{signature}\n"))}";

    private VerifierKey Verified(NoteSignature signature, VerifierKey[] keys)
    {
        if (keys.Length > 1)
        {
            throw new VerificationException($"Two different keys are both called {signature.Name}+{signature.KeyId:x8}.");
        }

        return keys[0].Verifies(Text, signature) ? keys[0] : throw new SignatureMismatchException(keys[0]);
    }
}
