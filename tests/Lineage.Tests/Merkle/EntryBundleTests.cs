using System.Buffers;
using FsCheck.Xunit;
using Lineage.Merkle;

namespace Lineage.Tests.Merkle;

public class EntryBundleTests
{
    [Property]
    public bool A_bundle_gives_back_its_entries(byte[][] entries) =>
        EntryBundle.Read(Bundle(entries)).Select(entry => entry.ToArray()).SequenceEqual(entries, ByteArrays.Equal);

    [Property]
    public void A_bundle_that_ends_within_an_entry_is_refused(byte[] entry) =>
        Assert.All(Enumerable.Range(1, entry.Length + 1), length => Assert.Throws<FormatException>(() => EntryBundle.Read(Bundle([entry])[..length])));

    [Fact]
    public void The_largest_entry_has_65535_bytes()
    {
        Assert.Equal(EntryBundle.MaxEntry, Assert.Single(EntryBundle.Read(Bundle([new byte[65_535]]))).Length);
        Assert.Throws<ArgumentException>(() => Bundle([new byte[65_536]]));
    }

    private static ReadOnlyMemory<byte> Bundle(byte[][] entries)
    {
        var bundle = new ArrayBufferWriter<byte>();
        foreach (var entry in entries)
        {
            EntryBundle.Append(bundle, entry);
        }

        return bundle.WrittenMemory;
    }

    private sealed class ByteArrays : IEqualityComparer<byte[]>
    {
        public static ByteArrays Equal { get; } = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] obj) => obj.Length;
    }
}
