using System.Text.Json;
using Lineage.Contracts.OpenLineage;

namespace Lineage.Tests.OpenLineage;

public sealed class FacetReadingTests
{
    [Fact]
    public void Producer_and_schema_need_not_be_there()
    {
        var sql = Read<SqlJobFacet>("""{"query":"SELECT 1"}""");
        Assert.Equal(("SELECT 1", null, null), (sql?.Query, sql?.Producer, sql?.SchemaUrl));
    }

    [Theory]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("""{"query":null}""")]
    [InlineData("""{"query":["SELECT 1"]}""")]
    public void Without_a_usable_required_member_there_is_no_facet(string json) => Assert.Null(Read<SqlJobFacet>(json));

    [Fact]
    public void An_optional_part_that_does_not_fit_is_left_out_and_the_rest_is_read()
    {
        var schema = Read<SchemaDatasetFacet>("""{"_producer":{},"fields":[{"name":"a","ordinal_position":"first","x":1},{"type":"text"},{"name":"b","type":{}},null]}""");
        Assert.Null(schema?.Producer);
        Assert.Equal(["a", "b"], schema?.Fields?.Select(field => field.Name));
        Assert.All(schema!.Fields!, field => Assert.Null(field.OrdinalPosition));
        Assert.Equal(1, schema.Fields![0].Additional!["x"].GetInt32());
    }

    [Fact]
    public void A_list_of_which_nothing_fits_is_absent_rather_than_empty()
    {
        var view = Read<LineageDatasetFacet>("""{"inputs":[{"type":"DATASET","name":"n"}],"fields":{"a":{"inputs":[7]},"b":{"inputs":[]}}}""");
        Assert.Null(view?.Inputs);
        Assert.Equal(["b"], view?.Fields?.Keys);
    }

    [Fact]
    public void A_number_or_boolean_where_text_belongs_becomes_text()
    {
        var tags = Read<TagsDatasetFacet>("""{"tags":[{"key":"pii","value":true,"field":"email"},{"key":"level","value":3.50}]}""");
        Assert.Equal(["true", "3.50"], tags?.Tags?.Select(tag => tag.Value));
    }

    [Fact]
    public void Numbers_are_read_when_they_fit_and_left_out_when_not()
    {
        var read = Read<InputStatisticsInputDatasetFacet>("""{"rowCount":1.20e1,"size":1e400,"fileCount":2.5}""");
        Assert.Equal((12L, null, null), (read?.RowCount, read?.Size, read?.FileCount));
        Assert.Equal(6103958772114089455, Read<IcebergScanReportInputDatasetFacet>("""{"snapshotId":6103958772114089455}""")?.SnapshotId);
        Assert.Null(Read<DataQualityMetricsDatasetFacet>("""{"columnMetrics":{"a":{"max":1e999}}}""")?.ColumnMetrics["a"].Max);
    }

    [Fact]
    public void A_time_without_offset_is_UTC_and_nanoseconds_are_cut()
    {
        var time = Read<NominalTimeRunFacet>("""{"nominalStartTime":"2026-03-01T10:00:00.123456789","nominalEndTime":"2026-03-01T12:00:00+02:00"}""");
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.Zero).AddTicks(1234567), time?.NominalStartTime);
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.Zero), time?.NominalEndTime);
    }

    [Fact]
    public void Cases_are_told_apart_by_their_type_whatever_else_is_there()
    {
        var facet = Read<LineageJobFacet>("""{"entries":[{"$ref":1,"runId":5,"type":"JOB","name":"n","namespace":"s","type":"DATASET","fields":{},"inputs":[{"type":"JOB","field":[]}]}]}""");
        var entry = Assert.IsType<LineageDatasetEntry>(Assert.Single(facet!.Entries));
        Assert.Equal(("s", "n"), (entry.Namespace, entry.Name));
        Assert.IsType<LineageJobInput>(Assert.Single(entry.Inputs!));
        var subset = Read<InputSubsetInputDatasetFacet>("""{"inputCondition":{"comparison":"EQUAL","left":{"field":"a","type":"field"},"right":{"type":"literal","value":5},"type":"compare"}}""");
        Assert.Equal("5", ((subset?.InputCondition as CompareSubsetCondition)?.Right as LiteralExpression)?.Value);
    }

    [Fact]
    public void Whatever_is_read_can_be_written_again()
    {
        var facet = FacetRegistry.Read(FacetScope.Run, "our_own", FacetExample.Element("""{"\uD800":{"a":"\uDC00","\uDC00":[1e999,"\uD83D\uDE00"]}}"""));
        var json = JsonSerializer.Serialize(Assert.IsType<CustomFacet>(facet), OpenLineageJson.Default.CustomFacet);
        Assert.True(JsonElement.DeepEquals(FacetExample.Element("{\"\uFFFD\":{\"a\":\"\uFFFD\",\"\uFFFD\":[1e999,\"😀\"]}}"), FacetExample.Element(json)), json);
    }

    [Fact]
    public void A_known_key_whose_facet_cannot_be_read_keeps_its_members_as_custom_facet()
    {
        var facet = Assert.IsType<CustomFacet>(FacetRegistry.Read(FacetScope.Job, "sql", FacetExample.Element("""{"_deleted":true,"statement":"SELECT 1"}""")));
        Assert.True(facet.Deleted);
        Assert.Equal("SELECT 1", facet.Additional!["statement"].GetString());
        Assert.Null(FacetRegistry.Read(FacetScope.Job, "sql", FacetExample.Element("[]")));
    }

    private static TFacet? Read<TFacet>(string json)
        where TFacet : Facet, IFacet => FacetRegistry.Read<TFacet>(FacetExample.Element(json));
}
