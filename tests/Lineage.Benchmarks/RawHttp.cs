using System.Buffers.Text;
using System.Net.Sockets;
using System.Text;

namespace Lineage.Benchmarks;

/// <summary>One HTTP/1.1 connection that costs next to nothing, so that what is measured is the server.</summary>
internal sealed class RawHttp : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly string _head;
    private byte[] _answer = new byte[64 * 1024];

    public RawHttp(Uri server, string token, string path, string contentType)
    {
        _socket.Connect(server.Host, server.Port);
        _head = $"POST {path} HTTP/1.1\r\nHost: {server.Authority}\r\nAuthorization: Bearer {token}\r\nContent-Type: {contentType}\r\nContent-Length: ";
    }

    /// <summary>Posts, and insists on that status.</summary>
    public async Task Post(byte[] body, int expected)
    {
        await _socket.SendAsync(new ArraySegment<byte>[] { Encoding.ASCII.GetBytes($"{_head}{body.Length}\r\n\r\n"), body }, SocketFlags.None);
        var read = 0;
        while (true)
        {
            if (read == _answer.Length) Array.Resize(ref _answer, read * 2);
            var count = await _socket.ReceiveAsync(_answer.AsMemory(read));
            if (count == 0) throw new IOException("The server hung up.");
            read += count;
            if (IsWhole(_answer.AsSpan(0, read))) break;
        }

        if (!Utf8Parser.TryParse(_answer.AsSpan(9, 3), out int status, out _) || status != expected) throw new HttpRequestException($"The server answered {status}.");
    }

    public void Dispose() => _socket.Dispose();

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0) return false;
        var head = answer[..(end + 2)];
        var length = head.IndexOf("Content-Length: "u8);
        return length < 0 ? answer.EndsWith("\r\n0\r\n\r\n"u8) : Utf8Parser.TryParse(head[(length + 16)..], out int size, out _) && answer.Length == end + 4 + size;
    }
}
