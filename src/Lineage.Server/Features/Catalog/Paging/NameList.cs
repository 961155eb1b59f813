using Lineage.Server.Features.Catalog.Reading;
using Lineage.Server.Infrastructure.Store;
using Npgsql;

namespace Lineage.Server.Features.Catalog.Paging;

/// <summary>Lists of names in the order of their bytes, which no locale changes.</summary>
internal static class NameList
{
    /// <summary>Condition on the row <c>n</c> of the names.</summary>
    public const string Filter =
        """
        ($4::text is null or (md5(n.namespace) = md5($4) and n.namespace = $4)) and ($5::text is null or starts_with(n.name, $5))
        and ($6::text is null or (n.namespace collate "C", n.name collate "C") > ($6, $7))
        """;

    /// <summary>The window's parameters, then those of the filter, then the number of rows as $8.</summary>
    public static NpgsqlParameter[] Parameters(Paged page, string? ns, string? prefix) =>
        [.. page.Window.Parameters(), Sql.Text(ns), Sql.Text(prefix), Sql.Text(page.Text(0)), Sql.Text(page.Text(1)), Parameter.Of(page.Fetch)];
}
