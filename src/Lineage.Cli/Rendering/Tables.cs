using Spectre.Console;

namespace Lineage.Cli.Rendering;

/// <summary>Tables with lines on a terminal and bare columns elsewhere.</summary>
internal static class Tables
{
    internal static Table Create(CliHost host, params string[] columns)
    {
        var table = new Table().Border(host.Interactive ? TableBorder.Rounded : TableBorder.None);
        foreach (var column in columns)
            table.AddColumn(new TableColumn(Markup.Escape(column)) { NoWrap = !host.Interactive });
        return table;
    }

    internal static void Row(this Table table, params string[] cells) => table.AddRow([.. cells.Select(Markup.Escape)]);
}
