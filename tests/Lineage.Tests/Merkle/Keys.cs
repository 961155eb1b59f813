using Lineage.Merkle;
using Microsoft.Extensions.Time.Testing;

namespace Lineage.Tests.Merkle;

/// <summary>Signers with known secrets, for tests only.</summary>
internal static class Keys
{
    public const string Origin = "lineage.test/log";

    public static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public static Ed25519Signer Log { get; } = new(Origin, Seed(1));

    public static Ed25519Signer Other { get; } = new("other.test/log", Seed(2));

    public static CosignatureSigner Witness { get; } = new("witness.test/w1", Seed(3), new FakeTimeProvider(Now));

    public static byte[] Seed(byte of) => [.. Enumerable.Repeat(of, Ed25519Signer.SeedLength)];
}
