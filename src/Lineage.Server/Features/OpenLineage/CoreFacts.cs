using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using Lineage.Merkle;
using Lineage.Server.Features.Graph.Interpretation;

namespace Lineage.Server.Features.OpenLineage;

/// <summary>
/// The core facts of an observation in canonical JSON (RFC 8785): kind, valid time, run, job, inputs, outputs, field edges. Committed to
/// apart from the payload, so that a report can open the lineage of an event without opening query texts, owners or other people's data.
/// </summary>
internal static class CoreFacts
{
    private static readonly SearchValues<char> s_plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 !#$%()*,-./:;=?@[]^_{|}~");
    private const int MostPaper = 64 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_paper;

    /// <summary>The bytes. Part of the stored format: what was committed to once must be made again, byte for byte.</summary>
    public static byte[] Of(Observation o)
    {
        var output = t_paper ??= new(4096);
        output.ResetWrittenCount();
        output.Write("{\"dataset\":"u8);
        Item(output, o.Subject is { } subject ? new object[] { subject.Namespace, subject.Name } : null);
        output.Write(",\"fields\":"u8);
        List(output, [.. o.Fields.Select(Field)]);
        output.Write(",\"inputs\":"u8);
        List(output, Datasets(o, DatasetRole.Input));
        output.Write(",\"job\":"u8);
        Item(output, o.Job is { } job ? new object[] { job.Namespace, job.Name } : null);
        output.Write(",\"kind\":"u8);
        Item(output, o.Kind.ToString());
        output.Write(",\"outputs\":"u8);
        List(output, Datasets(o, DatasetRole.Output));
        output.Write(",\"run\":"u8);
        Item(output, o.RunId);
        output.Write(",\"type\":"u8);
        Item(output, o.EventType);
        output.Write(",\"v\":1,\"valid\":"u8);
        Item(output, o.ValidAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
        output.Write("}"u8);
        var bytes = output.WrittenSpan.ToArray();
        if (output.Capacity > MostPaper) t_paper = null;
        return bytes;
    }

    private static List<object?[]> Datasets(Observation o, DatasetRole role)
    {
        List<object?[]> named = [];
        foreach (var use in o.Uses)
            if (use.Role == role) named.Add([use.Dataset.Namespace, use.Dataset.Name]);
        return named;
    }

    private static object?[] Field(FieldDerivation f) =>
    [
        f.Source.Namespace, f.Source.Name, f.SourceField, f.Target.Namespace, f.Target.Name, f.TargetField,
        f.Transformations.Select(t => new object?[] { t.Type, t.Subtype, t.Masking }).ToList(),
    ];

    // Sorted: the order in which a client happens to list its inputs says nothing.
    private static void List(ArrayBufferWriter<byte> output, List<object?[]> items)
    {
        List<object?[]> sorted = items.Count < 2 ? items : [.. items.TrueForAll(Plain) ? items.OrderBy(item => item, ItemOrder.Instance) : items.OrderBy(Key, StringComparer.Ordinal)];
        output.Write("["u8);
        for (var n = 0; n < sorted.Count; n++)
        {
            if (n > 0) output.Write(","u8);
            Item(output, sorted[n]);
        }

        output.Write("]"u8);
    }

    private static void Item(ArrayBufferWriter<byte> output, object? value)
    {
        switch (value)
        {
            case null: output.Write("null"u8); break;
            case string text: CanonicalJson.WriteString(text, output); break;
            case bool flag: output.Write(flag ? "true"u8 : "false"u8); break;
            case List<object?[]> list: List(output, list); break;
            case object?[] parts:
                output.Write("["u8);
                for (var n = 0; n < parts.Length; n++)
                {
                    if (n > 0) output.Write(","u8);
                    Item(output, parts[n]);
                }

                output.Write("]"u8);
                break;
        }
    }

    /// <summary>True when nothing in it would be escaped, so that it is ordered as it stands.</summary>
    private static bool Plain(object? value) => value switch
    {
        string text => !text.AsSpan().ContainsAnyExcept(s_plain),
        List<object?[]> list => list.TrueForAll(Plain),
        object?[] parts => Array.TrueForAll(parts, Plain),
        _ => true,
    };

    /// <summary>What items are ordered by: their JSON with everything escaped that could mean something in HTML, as it always was.</summary>
    private static string Key(object? value) => value switch
    {
        null => "null",
        string text => $"\"{JavaScriptEncoder.Default.Encode(text)}\"",
        bool flag => flag ? "true" : "false",
        List<object?[]> list => $"[{string.Join(',', list.Select(Key).Order(StringComparer.Ordinal))}]",
        object?[] parts => $"[{string.Join(',', parts.Select(Key))}]",
        _ => "",
    };

    /// <summary>Orders plain items as the texts of their keys are ordered, without making them.</summary>
    private sealed class ItemOrder : IComparer<object?>
    {
        public static readonly ItemOrder Instance = new();

        public int Compare(object? x, object? y) => (x, y) switch
        {
            (string a, string b) => Texts(a, b),
            (object?[] a, object?[] b) => Each(a, b),
            (List<object?[]> a, List<object?[]> b) => Each([.. a.Order(this)], [.. b.Order(this)]),
            (bool a, bool b) => a.CompareTo(b),
            _ => First(x).CompareTo(First(y)),
        };

        // A text that ends is followed by its quotation mark.
        private static int Texts(string a, string b)
        {
            var same = a.AsSpan().CommonPrefixLength(b);
            if (same == a.Length && same == b.Length) return 0;
            return (same < a.Length ? a[same] : '"').CompareTo(same < b.Length ? b[same] : '"');
        }

        // A list that ends is followed by its bracket, and one that goes on by a comma, or by its first item.
        private int Each(object?[] a, object?[] b)
        {
            for (var n = 0; n < a.Length && n < b.Length; n++)
                if (Compare(a[n], b[n]) is not 0 and var order) return order;
            return a.Length == b.Length ? 0 : Next(a, b.Length).CompareTo(Next(b, a.Length));
        }

        private static char Next(object?[] parts, int other) => parts.Length < other ? ']' : other > 0 ? ',' : First(parts[0]);

        private static char First(object? value) => value switch { null => 'n', string => '"', bool flag => flag ? 't' : 'f', _ => '[' };
    }
}
