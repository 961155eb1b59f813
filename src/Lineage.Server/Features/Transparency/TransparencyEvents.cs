using Lineage.Server.Infrastructure.Record;

namespace Lineage.Server.Features.Transparency;

/// <summary>From the checkpoint that covers this event on, the log of the tenant is signed with a new key; for a while with both.</summary>
/// <param name="KeyNumber">Number of the new key.</param>
/// <param name="OldKey">The verifier key until now (C2SP signed-note).</param>
/// <param name="NewKey">The verifier key from now on.</param>
internal sealed record LogKeyRotated(int KeyNumber, string OldKey, string NewKey, string Reason, DateTimeOffset RotatedAt) : IDecidedEvent
{
    /// <summary>Its name in the store.</summary>
    public const string Type = "log_key_rotated";
}
