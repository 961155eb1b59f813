using System.Text.Json;
using Lineage.Contracts;
using Lineage.Merkle;

namespace Lineage.Client;

/// <summary>One line of a file of receipts.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Receipt">The receipt on it.</param>
/// <param name="Key">The verifier key on it.</param>
/// <param name="Problem">Why it is neither; null when it is one.</param>
public sealed record ReceiptLine(int Number, Receipt? Receipt, VerifierKey? Key, string? Problem)
{
    /// <summary>The lines of a file, while it may still be written; empty lines are left out.</summary>
    public static IEnumerable<ReceiptLine> Read(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        for (var number = 1; reader.ReadLine() is { } line; number++)
            if (!string.IsNullOrWhiteSpace(line)) yield return Parse(number, line);
    }

    /// <summary>Whether a text begins as a file of receipts does.</summary>
    public static bool Begins(string firstLine) => Parse(1, firstLine) is { Problem: null };

    private static ReceiptLine Parse(int number, string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("key", out var key) && key.ValueKind == JsonValueKind.String) return new(number, null, VerifierKey.Parse(key.GetString()!), null);
            return root.Deserialize<Receipt>(LineageClient.Json) is { EventId: var id, Commit: not null } receipt && id != Guid.Empty
                ? new(number, receipt, null, null)
                : new(number, null, null, "neither a receipt nor a key");
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return new(number, null, null, "neither a receipt nor a key");
        }
    }
}
