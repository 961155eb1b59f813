using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lineage.Contracts;
using Lineage.Server.Features.Graph.Reading;
using Lineage.Server.Infrastructure.Http;

namespace Lineage.Server.Features.Catalog.Paging;

/// <summary>What every paged question has. A cursor brings its window with it; asOf and knownAt beside it are not looked at.</summary>
internal interface IPaged
{
    string? AsOf { get; }

    string? KnownAt { get; }

    int? Limit { get; }

    string? Cursor { get; }

    /// <summary>What is listed and how it is filtered: a cursor goes with one list only.</summary>
    string[] List { get; }
}

/// <summary>One page to be made: of which list, in which window, after which key.</summary>
/// <param name="After">The key of the last item before the page; null for the first page.</param>
internal sealed record Paged(Window Window, int Limit, string[]? After, string List)
{
    /// <summary>One more than the limit tells whether there is a next page.</summary>
    public int Fetch => Limit + 1;

    /// <summary>The page, out of at most <see cref="Fetch"/> rows.</summary>
    public Listing<T> Of<TRow, T>(IReadOnlyList<TRow> rows, Func<TRow, T> item, Func<TRow, string[]> key) => Of([.. rows.Take(Limit)], rows.Count > Limit, item, key);

    /// <summary>The page of exactly these rows.</summary>
    public Listing<T> Of<TRow, T>(IReadOnlyList<TRow> rows, bool more, Func<TRow, T> item, Func<TRow, string[]> key) =>
        new([.. rows.Select(item)], more ? Cursor(key(rows[^1])) : null, Window.AsOf, Window.KnownAt);

    /// <summary>The page out of a whole list, which is the same whenever it is made for this window.</summary>
    public Listing<T> OutOf<T>(IReadOnlyList<T> all)
    {
        var start = After is null ? 0 : (int)Math.Min(Number(0), all.Count);
        var rows = all.Skip(start).Take(Limit).ToList();
        return Of(rows, start + rows.Count < all.Count, r => r, _ => [(start + rows.Count).ToString(CultureInfo.InvariantCulture)]);
    }

    public string? Text(int part) => After is null ? null : After.Length > part ? After[part] : throw Cursors.Broken();

    public long Number(int part) => long.TryParse(Text(part), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Cursors.Broken();

    public DateTimeOffset? Time(int part) => After is null ? null : Number(part) is var ticks && ticks <= DateTimeOffset.MaxValue.Ticks ? new(ticks, TimeSpan.Zero) : throw Cursors.Broken();

    public Guid? Id(int part) => After is null ? null : Guid.TryParseExact(Text(part), "N", out var id) ? id : throw Cursors.Broken();

    public static string Key(DateTimeOffset time) => time.UtcTicks.ToString(CultureInfo.InvariantCulture);

    private string Cursor(string[] key) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(
        (string[])[List, Key(Window.AsOf), Window.Sequence.ToString(CultureInfo.InvariantCulture), .. key], WireJson.Options));
}

/// <summary>Reads what <see cref="Paged"/> writes.</summary>
internal static class Cursors
{
    public static MalformedInputException Broken() => new(422, "broken-cursor", "The cursor is not one that this list gave.", "/cursor");

    public static async Task<Paged> Page(this WindowResolver windows, string tenant, IPaged query, CancellationToken cancellationToken)
    {
        var list = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', query.List))).AsSpan(0, 8));
        var limit = query.Limit ?? PagedRules.Usual;
        if (query.Cursor is null or "") return new(await windows.Resolve(tenant, query.AsOf, query.KnownAt, cancellationToken), limit, null, list);
        var parts = Read(query.Cursor);
        if (parts is not [var name, var asOf, var sequence, .. var after] || name != list || !long.TryParse(asOf, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) || ticks > DateTimeOffset.MaxValue.Ticks)
            throw Broken();
        try
        {
            var known = await windows.Resolve(tenant, null, $"seq:{sequence}", cancellationToken);
            return new(known with { AsOf = new DateTimeOffset(ticks, TimeSpan.Zero) }, limit, after, list);
        }
        catch (MalformedInputException)
        {
            throw Broken();
        }
    }

    private static string[]? Read(string cursor)
    {
        try
        {
            var parts = JsonSerializer.Deserialize<string[]>(Base64Url.DecodeFromChars(cursor));
            return parts is not null && Array.TrueForAll(parts, p => p?.Contains('\0', StringComparison.Ordinal) is false) ? parts : null;
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
