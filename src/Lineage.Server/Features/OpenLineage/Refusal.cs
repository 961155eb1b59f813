namespace Lineage.Server.Features.OpenLineage;

/// <summary>Why an event is not taken. Says where, never what stood there.</summary>
/// <param name="Status">400 no JSON, 403 not allowed, 413 too large, 422 lacks what identifies it.</param>
/// <param name="Code">The problem's stable name.</param>
/// <param name="Detail">What is wrong, for a person.</param>
/// <param name="Pointer">The place as JSON pointer (RFC 6901), when there is one.</param>
internal sealed record Refusal(int Status, string Code, string Detail, string? Pointer = null)
{
    public string Reason => Pointer is null ? Detail : $"{Pointer}: {Detail}";
}
