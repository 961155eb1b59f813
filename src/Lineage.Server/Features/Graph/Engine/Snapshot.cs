using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Lineage.Server.Features.Graph.Engine;

/// <summary>What a snapshot is of.</summary>
/// <param name="Samples">Events of the tenant, by their places in the record.</param>
internal sealed record SnapshotHeader(string Tenant, Guid Generation, Dictionary<long, Guid> Samples);

/// <summary>Writes arrays as they lie in memory, and a checksum over all.</summary>
internal sealed class SnapshotWriter(Stream stream) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public void Write(SnapshotHeader header)
    {
        Write([Snapshot.Format, header.Tenant]);
        Write<Guid>([header.Generation]);
        Write<long>([.. header.Samples.Keys]);
        Write<Guid>([.. header.Samples.Values]);
    }

    public void Write<T>(ReadOnlySpan<T> items)
        where T : unmanaged
    {
        var length = items.Length;
        Put(MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in length)));
        Put(MemoryMarshal.AsBytes(items));
    }

    public void Write(IReadOnlyList<string> texts)
    {
        Write<int>([texts.Count]);
        foreach (var text in texts) Write<byte>(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Ends the file.</summary>
    public void Seal() => stream.Write(_hash.GetHashAndReset());

    public void Dispose() => _hash.Dispose();

    private void Put(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        stream.Write(bytes);
    }
}

/// <summary>Reads what <see cref="SnapshotWriter"/> wrote. Nothing read is good before <see cref="EnsureSealed"/> has passed.</summary>
internal sealed class SnapshotReader(Stream stream) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <exception cref="InvalidDataException">It is of another format.</exception>
    public SnapshotHeader Header()
    {
        if (Read() is not [var format, var tenant] || format != Snapshot.Format) throw new InvalidDataException("Not a snapshot of this format.");
        var (generation, places, events) = (Read<Guid>(), Read<long>(), Read<Guid>());
        if (generation.Length != 1 || places.Length != events.Length) throw new InvalidDataException("The header is broken.");
        return new(tenant, generation[0], places.Zip(events).ToDictionary(sample => sample.First, sample => sample.Second));
    }

    public T[] Read<T>()
        where T : unmanaged
    {
        var length = 0;
        Get(MemoryMarshal.AsBytes(new Span<int>(ref length)));
        if (length < 0 || (long)length * Unsafe.SizeOf<T>() > stream.Length - stream.Position) throw new InvalidDataException("A length is beyond the end.");
        var items = GC.AllocateUninitializedArray<T>(length);
        Get(MemoryMarshal.AsBytes(items.AsSpan()));
        return items;
    }

    public List<string> Read()
    {
        if (Read<int>() is not [>= 0 and var count]) throw new InvalidDataException("A count is broken.");
        List<string> texts = [];
        for (var n = 0; n < count; n++) texts.Add(Encoding.UTF8.GetString(Read<byte>()));
        return texts;
    }

    /// <exception cref="InvalidDataException">The file is not what was written.</exception>
    public void EnsureSealed()
    {
        Span<byte> sum = stackalloc byte[SHA256.HashSizeInBytes];
        stream.ReadExactly(sum);
        if (stream.Position != stream.Length || !sum.SequenceEqual(_hash.GetHashAndReset())) throw new InvalidDataException("The checksum does not fit.");
    }

    public void Dispose() => _hash.Dispose();

    private void Get(Span<byte> bytes)
    {
        stream.ReadExactly(bytes);
        _hash.AppendData(bytes);
    }
}

/// <summary>The format's name: a snapshot of other structures, or of another kind of machine, is none.</summary>
internal static class Snapshot
{
    public static readonly string Format =
        $"lineage graph 1: {Unsafe.SizeOf<Seen>()} {Unsafe.SizeOf<Statement>()} {Unsafe.SizeOf<Derivation>()} {Unsafe.SizeOf<(Link, int)>()} {(BitConverter.IsLittleEndian ? "little" : "big")}";
}
