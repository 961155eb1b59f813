using System.Text;

namespace Lineage.Benchmarks;

/// <summary>Events of about 1.5 KiB, as those of real emitters are: a query text, a schema, field lineage. One run each, 200 jobs.</summary>
internal static class SampleEvents
{
    private const int Tables = 200;
    private static readonly byte[][] Templates = [.. Enumerable.Range(0, Tables).Select(table => Encoding.UTF8.GetBytes(Text(table)))];
    private static readonly int RunAt = Templates[0].AsSpan().IndexOf("00000000-0000-0000-0000-000000000000"u8);

    public static byte[] Next() => Of(Guid.NewGuid());

    public static byte[] Of(Guid run)
    {
        var body = (byte[])Templates[Random.Shared.Next(Tables)].Clone();
        run.TryFormat(body.AsSpan(RunAt), out _);
        return body;
    }

    /// <summary>So many, one a line.</summary>
    public static byte[] Lines(int count)
    {
        using var lines = new MemoryStream();
        for (var n = 0; n < count; n++)
        {
            lines.Write(Next());
            lines.WriteByte((byte)'\n');
        }

        return lines.ToArray();
    }

    private static string Text(int table)
    {
        var fields = string.Join(',', Enumerable.Range(0, 6).Select(i => $$"""{"name":"column_{{i}}","type":"VARCHAR"}"""));
        var derived = string.Join(',', Enumerable.Range(0, 3).Select(i => $$"""
            "column_{{i}}":{"inputFields":[{"namespace":"postgres://warehouse:5432","name":"raw.table_{{table}}","field":"column_{{i}}","transformations":[{"type":"DIRECT","subtype":"IDENTITY","masking":false}]}]}
            """.Trim()));
        return $$"""
            {"eventType":"COMPLETE","eventTime":"2026-01-01T00:00:00Z","run":{"runId":"00000000-0000-0000-0000-000000000000"},"job":{"namespace":"bench","name":"load_{{table}}","facets":{"sql":{"_producer":"https://p","_schemaURL":"https://openlineage.io/spec/facets/1-0-1/SQLJobFacet.json","query":"insert into mart.table_{{table}} select column_0, column_1, column_2 from raw.table_{{table}} where loaded_at >= current_date"} } },"inputs":[{"namespace":"postgres://warehouse:5432","name":"raw.table_{{table}}","facets":{"schema":{"_producer":"https://p","_schemaURL":"https://openlineage.io/spec/facets/1-1-1/SchemaDatasetFacet.json","fields":[{{fields}}]} } }],"outputs":[{"namespace":"postgres://warehouse:5432","name":"mart.table_{{table}}","facets":{"columnLineage":{"_producer":"https://p","_schemaURL":"https://openlineage.io/spec/facets/1-2-0/ColumnLineageDatasetFacet.json","fields":{ {{derived}} } } } }],"producer":"https://example.com/bench","schemaURL":"https://openlineage.io/spec/2-0-2/OpenLineage.json"}
            """.Trim();
    }
}
