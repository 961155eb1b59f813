namespace Lineage.Merkle;

/// <summary>Something well formed does not hold: no trusted signature, another root, another leaf. The message says what.</summary>
public class VerificationException : Exception
{
    /// <summary>A failure.</summary>
    public VerificationException(string message)
        : base(message)
    {
    }

    /// <summary>A failure with the one that led to it.</summary>
    public VerificationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
