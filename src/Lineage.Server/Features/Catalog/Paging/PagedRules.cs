using FluentValidation;
using Lineage.Contracts;

namespace Lineage.Server.Features.Catalog.Paging;

/// <summary>Rules on shape that the catalogue's questions share.</summary>
internal static class PagedRules
{
    /// <summary>Items on a page when nothing is said, and at most.</summary>
    public const int Usual = 100, Most = 1000;

    public static void AddPaging<T>(this AbstractValidator<T> validator)
        where T : IPaged
    {
        validator.RuleFor(q => q.Limit).InclusiveBetween(1, Most);
        validator.RuleFor(q => q.Cursor).MaximumLength(64 * 1024);
    }

    /// <summary>A node id of one of the kinds, or nothing.</summary>
    public static IRuleBuilderOptions<T, string?> NodeOf<T>(this IRuleBuilder<T, string?> rule, params string[] kinds) =>
        rule.Must(text => text is null || (NodeId.TryParse(text, out var node) && kinds.Contains(node.Kind) && !text.Contains('\0', StringComparison.Ordinal) && !text.Contains("%00", StringComparison.Ordinal)))
            .WithMessage($"A node id of one of these kinds, parts percent-encoded: {string.Join(", ", kinds)}.");

    /// <summary>Text that the database can hold.</summary>
    public static IRuleBuilderOptions<T, string?> Plain<T>(this IRuleBuilder<T, string?> rule, int most = 4000) =>
        rule.Must(text => text is null || (text.Length <= most && !text.Contains('\0', StringComparison.Ordinal))).WithMessage($"At most {most} characters, none of them NUL.");

    /// <summary>A run's id: of a node id or as its client wrote it.</summary>
    public static string RunId(string text) => NodeId.TryParse(text, out var node) && node is RunNode run ? run.RunId : text;
}
