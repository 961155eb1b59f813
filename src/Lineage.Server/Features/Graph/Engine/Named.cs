using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Lineage.Contracts;

namespace Lineage.Server.Features.Graph.Engine;

/// <summary>A dataset's or job's node id and name, in the bytes that an answer's JSON holds: answers of thousands of nodes are mostly these.</summary>
internal sealed class Named
{
    private readonly byte[] _text;
    private readonly int _namespace;
    private readonly int _name;

    public Named(bool isJob, string ns, string name)
    {
        var id = Encoding.ASCII.GetBytes(isJob ? new JobNode(ns, name).ToString() : new DatasetNode(ns, name).ToString());
        byte[] escapedNs = Escaped(ns), escapedName = Escaped(name);
        (_text, _namespace, _name) = ([.. id, .. escapedNs, .. escapedName], id.Length, id.Length + escapedNs.Length);
    }

    /// <summary>What it takes in memory, with its place in a table.</summary>
    public int Bytes => 130 + _text.Length;

    public ReadOnlyMemory<byte> Id => _text.AsMemory(0, _namespace);

    public ReadOnlySpan<byte> Namespace => _text.AsSpan(_namespace, _name - _namespace);

    public ReadOnlySpan<byte> Name => _text.AsSpan(_name);

    public string NamespaceText => Plain(Namespace);

    public string NameText => Plain(Name);

    public static byte[] Escaped(string text) => JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes.ToArray();

    private static string Plain(ReadOnlySpan<byte> escaped)
    {
        if (!escaped.Contains((byte)'\\')) return Encoding.UTF8.GetString(escaped);
        var reader = new Utf8JsonReader([(byte)'"', .. escaped, (byte)'"']);
        reader.Read();
        return reader.GetString()!;
    }
}
