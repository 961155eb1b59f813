using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Lineage.Contracts;
using Lineage.Server.Features.Graph.Facts;
using Lineage.Server.Infrastructure.Http;

namespace Lineage.Server.Features.Graph.Engine;

/// <summary>
/// Writes an answer as the JSON that the serializer would make of <see cref="LineageAnswer"/>, part by part out of bytes that are kept: no
/// object, no text and no buffer for the whole of it.
/// </summary>
internal sealed class AnswerText(PipeWriter writer)
{
    private const int Sent = 1 << 16;
    private Memory<byte> _memory;
    private int _used;
    private int _waiting;

    public async Task Write(FoundAnswer answer, CancellationToken cancellationToken)
    {
        var asked = answer.Asked;
        Put("{\"root\":"u8);
        Put(asked.Root);
        Put(",\"direction\":"u8);
        Put(asked.Direction);
        Put(",\"granularity\":"u8);
        Put(asked.Granularity);
        Put(",\"view\":"u8);
        Put(asked.View);
        Put(",\"nodes\":["u8);
        var any = false;
        foreach (var n in answer.Nodes())
        {
            Put(answer.TextOf(n), any);
            any = true;
            if (_waiting + _used > Sent) await Flush(cancellationToken);
        }

        Put("],\"edges\":["u8);
        any = false;
        foreach (var edge in answer.Edges())
        {
            Put(edge, any);
            any = true;
            if (_waiting + _used > Sent) await Flush(cancellationToken);
        }

        ReadOnlyMemory<byte>[] stubs = [.. answer.Stubs()];
        Put("],\"truncated\":"u8);
        Put(stubs.Length > 0 ? "true"u8 : "false"u8);
        Put(",\"stubs\":"u8);
        List(stubs);
        Put(",\"asOf\":"u8);
        Put(JsonSerializer.SerializeToUtf8Bytes(asked.AsOf, WireJson.Options));
        Put(",\"knownAt\":"u8);
        Put(asked.KnownAt);
        Put("}"u8);
        await Flush(cancellationToken);
    }

    private void Put(in NodeText node, bool follows)
    {
        Put(follows ? ",{\"id\":\""u8 : "{\"id\":\""u8);
        Put(node.Id.Span);
        Put("\",\"kind\":"u8);
        Put(node.Kind);
        Put(",\"namespace\":\""u8);
        if (node.Named is not null) Put(node.Named.Namespace);
        Put("\",\"name\":\""u8);
        if (node.Named is not null) Put(node.Named.Name);
        Put("\""u8);
        if (node.Field is not null)
        {
            Put(",\"field\":"u8);
            Put(node.Field);
        }

        Put(",\"names\":"u8);
        if (node.Names is null) One(node.Id.Span);
        else List(node.Names);
        Put(",\"depth\":"u8);
        Number(node.Depth);
        if (node.State is not null)
        {
            Put(",\"state\":"u8);
            Put(node.State);
        }

        Put("}"u8);
    }

    private void Put(in EdgeText edge, bool follows)
    {
        Put(follows ? ",{\"from\":\""u8 : "{\"from\":\""u8);
        Put(edge.From.Span);
        Put("\",\"to\":\""u8);
        Put(edge.To.Span);
        Put("\",\"basis\":"u8);
        Put(Kinds.Of(edge.Basis));
        Put(",\"via\":"u8);
        if (edge.Vias is not null) List(edge.Vias);
        else if (edge.Via.IsEmpty) Put("[]"u8);
        else One(edge.Via.Span);
        if (edge.Ways is not null)
        {
            Put(",\"transformations\":"u8);
            Put(JsonSerializer.SerializeToUtf8Bytes(edge.Ways, WireJson.Options));
        }

        Put("}"u8);
    }

    private void List(ReadOnlyMemory<byte>[] ids)
    {
        Put("["u8);
        for (var n = 0; n < ids.Length; n++)
        {
            Put(n == 0 ? "\""u8 : ",\""u8);
            Put(ids[n].Span);
            Put("\""u8);
        }

        Put("]"u8);
    }

    private void One(ReadOnlySpan<byte> id)
    {
        Put("[\""u8);
        Put(id);
        Put("\"]"u8);
    }

    private void Put(string text)
    {
        Put("\""u8);
        if (Ascii.IsValid(text) && text.AsSpan().IndexOfAny('"', '\\') < 0 && !text.Any(char.IsControl))
        {
            Room(text.Length);
            _used += Encoding.ASCII.GetBytes(text, _memory.Span[_used..]);
        }
        else
        {
            Put(Named.Escaped(text));
        }

        Put("\""u8);
    }

    private void Number(int number)
    {
        Room(11);
        number.TryFormat(_memory.Span[_used..], out var written, default, System.Globalization.CultureInfo.InvariantCulture);
        _used += written;
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        Room(bytes.Length);
        bytes.CopyTo(_memory.Span[_used..]);
        _used += bytes.Length;
    }

    private void Room(int bytes)
    {
        if (_memory.Length - _used >= bytes) return;
        Advance();
        _memory = writer.GetMemory(Math.Max(bytes, 4096));
    }

    private void Advance()
    {
        if (_used > 0) writer.Advance(_used);
        (_memory, _used, _waiting) = (default, 0, _waiting + _used);
    }

    private async Task Flush(CancellationToken cancellationToken)
    {
        Advance();
        _waiting = 0;
        await writer.FlushAsync(cancellationToken);
    }
}
