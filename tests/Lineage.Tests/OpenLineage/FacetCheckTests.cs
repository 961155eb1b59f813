using System.Diagnostics;
using Lineage.Contracts.OpenLineage;

namespace Lineage.Tests.OpenLineage;

public sealed class FacetCheckTests
{
    private const string Base = "\"_producer\":\"https://p.example\",\"_schemaURL\":\"https://s.example\"";

    [Theory]
    [InlineData("3", ": expected an object, found a number")]
    [InlineData("null", ": expected an object, found null")]
    [InlineData("{}", "/_producer: required, but absent", "/_schemaURL: required, but absent")]
    [InlineData("{\"_producer\":\"bigquery\",\"_schemaURL\":7}", "/_producer: not a URI", "/_schemaURL: expected text, found a number")]
    [InlineData("{" + Base + ",\"anything\":[null]}")]
    public void An_unknown_facet_is_asked_for_producer_and_schema_only(string json, params string[] findings) =>
        Assert.Equal(findings, FacetRegistry.Check(FacetScope.Run, "our_own", FacetExample.Element(json)));

    [Theory]
    [InlineData("https://orchard.example/a?b=c#/$defs/X", true)]
    [InlineData("urn:orchard:7", true)]
    [InlineData("s3://crates/%20x", true)]
    [InlineData("/only/a/path", false)]
    [InlineData("https://orchard.example/a b", false)]
    [InlineData("https://orchard.example/%2", false)]
    [InlineData("https://orchard.example/#a#b", false)]
    [InlineData("1http://orchard.example", false)]
    [InlineData("", false)]
    public void A_URI_is_one_by_RFC_3986(string uri, bool isOne) =>
        Assert.Equal(isOne ? [] : ["/uri: not a URI"], Body(FacetScope.Dataset, "dataSource", $"\"uri\":\"{uri}\""));

    [Theory]
    [InlineData("2026-03-01T00:00:00Z", true)]
    [InlineData("2026-03-01t00:00:00.123456789+05:30", true)]
    [InlineData("2016-12-31T23:59:60Z", true)]
    [InlineData("2026-03-01T00:00:00", false)]
    [InlineData("2026-02-29T00:00:00Z", false)]
    [InlineData("2026-03-01T24:00:00Z", false)]
    [InlineData("2026-03-01T00:00:00.Z", false)]
    [InlineData("2026-03-01T00:00:00+0530", false)]
    [InlineData("0001-01-01T00:00:00+01:00", false)]
    [InlineData("1 March 2026", false)]
    public void A_time_is_one_by_RFC_3339_with_offset(string time, bool isOne) => Assert.Equal(
        isOne ? [] : ["/nominalStartTime: not a date-time with offset (RFC 3339)"],
        Body(FacetScope.Run, "nominalTime", $"\"nominalStartTime\":\"{time}\""));

    [Theory]
    [InlineData("0", null)]
    [InlineData("1.0", null)]
    [InlineData("-12e3", null)]
    [InlineData("1.50e1", null)]
    [InlineData("1e99999999999999", null)]
    [InlineData("0e-99999999999999", null)]
    [InlineData("123456789012345678901234567890", null)]
    [InlineData("1.5", "expected an integer, found a fraction")]
    [InlineData("15e-1", "expected an integer, found a fraction")]
    [InlineData("1e-99999999999999", "expected an integer, found a fraction")]
    [InlineData("\"1\"", "expected an integer, found text")]
    public void An_integer_is_a_number_without_fraction_of_any_size(string number, string? reason) => Assert.Equal(
        reason is null ? [] : ["/rowCount: " + reason], Body(FacetScope.Input, "inputStatistics", "\"rowCount\":" + number));

    [Theory]
    [InlineData("1", true)]
    [InlineData("0", false)]
    [InlineData("-3", false)]
    public void A_reporting_period_is_one_second_or_more(string seconds, bool passes) => Assert.Equal(
        passes ? [] : ["/emissionPattern/windowDuration: expected 1 or more"],
        Body(FacetScope.Job, "jobType", $"\"processingType\":\"B\",\"integration\":\"O\",\"emissionPattern\":{{\"eventTrigger\":\"P\",\"eventContentMode\":\"A\",\"windowDuration\":{seconds}}}"));

    [Fact]
    public void A_value_outside_the_list_is_reported_without_repeating_it() => Assert.Equal(
        ["/lifecycleStateChange: expected one of ALTER, CREATE, DROP, OVERWRITE, RENAME, TRUNCATE"],
        Body(FacetScope.Dataset, "lifecycleStateChange", "\"lifecycleStateChange\":\"ines@orchard.example\""));

    [Fact]
    public void A_closed_object_reports_members_it_does_not_know() => Assert.Equal(
        ["/parameters/0/unit: not a member the schema allows"],
        Body(FacetScope.Run, "executionParameters", "\"parameters\":[{\"key\":\"k\",\"unit\":\"s\"}]"));

    [Fact]
    public void A_lineage_source_is_a_dataset_with_a_name_or_a_job_with_a_whole_name_or_none() => Assert.Equal(
        ["/entries/0/inputs/1/name: required, but absent", "/entries/0/inputs/2/namespace: required, but absent",
            "/entries/0/inputs/3/type: required, but absent", "/entries/0/inputs/4/type: expected one of DATASET, JOB", "/entries/0/inputs/5: expected an object, found text"],
        Body(FacetScope.Job, "lineage", """
            "entries":[{"type":"JOB","inputs":[{"type":"JOB"},{"type":"JOB","namespace":"n"},{"name":"x","type":"DATASET"},{},{"type":"dataset"},"x"]}]
            """));

    [Fact]
    public void A_removal_needs_no_content_but_only_jobs_and_datasets_know_removals()
    {
        Assert.Empty(Body(FacetScope.Job, "sql", "\"_deleted\":true"));
        Assert.Equal(["/query: required, but absent"], Body(FacetScope.Job, "sql", "\"_deleted\":false"));
        Assert.Equal(["/message: required, but absent", "/programmingLanguage: required, but absent"], Body(FacetScope.Run, "errorMessage", "\"_deleted\":true"));
    }

    [Fact]
    public void Names_in_a_pointer_are_escaped_and_a_duplicate_member_is_looked_at_each_time() => Assert.Equal(
        ["/fields/a~1b~0c/inputFields: required, but absent", "/fields/a~1b~0c: expected an object, found a number"],
        Body(FacetScope.Dataset, "columnLineage", "\"fields\":{\"a/b~c\":{},\"a\\u002fb~c\":1}"));

    [Fact]
    public void Lone_surrogates_are_read_as_replacement_characters() => Assert.Equal(
        ["/fields/\uFFFD: expected an object, found text"],
        Body(FacetScope.Dataset, "columnLineage", "\"fields\":{\"\\uD800\":\"\\uDC00\"},\"\\uDEAD\":\"\\uD800\""));

    [Fact]
    public void A_flood_of_faults_ends_after_a_hundred() => Assert.Equal(
        100, Body(FacetScope.Dataset, "schema", "\"fields\":[" + string.Join(',', Enumerable.Repeat("7", 5_000)) + "]").Count);

    [Fact]
    public void Nesting_of_a_thousand_levels_is_followed_on_a_small_stack()
    {
        var deep = "{" + Base + ",\"fields\":" + Nest("[{\"name\":\"n\",\"fields\":", 495, "[{}]", "}]") + "}";
        var conditions = "{" + Base + ",\"inputCondition\":" + Nest("{\"type\":\"binary\",\"operator\":\"AND\",\"right\":{\"type\":\"location\",\"locations\":[]},\"left\":", 990, "1", "}") + "}";
        IReadOnlyList<string> fields = [];
        IReadOnlyList<string> subset = [];
        var reader = new Thread(
            () =>
            {
                fields = FacetRegistry.Check(FacetScope.Dataset, "schema", FacetExample.Element(deep));
                subset = FacetRegistry.Check(FacetScope.Input, "subset", FacetExample.Element(conditions));
                _ = FacetRegistry.Read(FacetScope.Dataset, "schema", FacetExample.Element(deep));
                _ = FacetRegistry.Read(FacetScope.Input, "subset", FacetExample.Element(conditions.Replace(":1}", ":{\"type\":\"location\",\"locations\":[]}}")));
            },
            maxStackSize: 1_500_000);
        reader.Start();
        reader.Join();
        Assert.EndsWith("/0/name: required, but absent", Assert.Single(fields));
        Assert.EndsWith("/left: expected an object, found a number", Assert.Single(subset));
    }

    [Fact]
    public void A_large_facet_is_checked_in_a_moment()
    {
        var fields = string.Join(',', Enumerable.Range(0, 20_000).Select(at => $$"""{"name":"field_{{at}}","type":"text","ordinal_position":{{at}}}"""));
        var facet = FacetExample.Element("{" + Base + ",\"fields\":[" + fields + "]}");
        var watch = Stopwatch.StartNew();
        Assert.Empty(FacetRegistry.Check(FacetScope.Dataset, "schema", facet));
        Assert.InRange(watch.ElapsedMilliseconds, 0, 1_000);
    }

    private static IReadOnlyList<string> Body(FacetScope scope, string key, string members) =>
        FacetRegistry.Check(scope, key, FacetExample.Element("{" + Base + "," + members + "}"));

    private static string Nest(string open, int times, string core, string close) =>
        string.Concat(Enumerable.Repeat(open, times)) + core + string.Concat(Enumerable.Repeat(close, times));
}
