using System.Text.Json;
using Lineage.Contracts.OpenLineage;

namespace Lineage.Tests.OpenLineage;

public sealed class WireModelTests
{
    private const string Producer = "https://orchard.example/press/2.4";

    private const string Frozen = """
        {
          "eventTime": "2026-03-01T05:06:07.25Z",
          "producer": "https://orchard.example/press/2.4",
          "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent",
          "eventType": "COMPLETE",
          "run": {
            "runId": "0198c1f0-5b7e-7c10-9c55-0d2f4e6a8b01",
            "facets": {
              "our_weather": {
                "_producer": "https://orchard.example/press/2.4",
                "_schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/BaseFacet",
                "rain": true
              }
            }
          },
          "job": {
            "namespace": "orchard-nightly",
            "name": "press",
            "facets": {
              "sql": {
                "_producer": "https://orchard.example/press/2.4",
                "_schemaURL": "https://openlineage.io/spec/facets/1-1-0/SQLJobFacet.json#/$defs/SQLJobFacet",
                "query": "INSERT INTO juice SELECT * FROM press"
              },
              "documentation": {
                "_producer": "https://orchard.example/press/2.4",
                "_schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/BaseFacet",
                "_deleted": true
              }
            }
          },
          "inputs": [
            { "namespace": "file", "name": "/barn/press.csv", "inputFacets": {
                "inputStatistics": {
                  "_producer": "https://orchard.example/press/2.4",
                  "_schemaURL": "https://openlineage.io/spec/facets/1-0-0/InputStatisticsInputDatasetFacet.json#/$defs/InputStatisticsInputDatasetFacet",
                  "rowCount": 480
                } } }
          ],
          "outputs": [
            { "namespace": "file", "name": "/barn/juice.csv", "facets": {
                "version": {
                  "_producer": "https://orchard.example/press/2.4",
                  "_schemaURL": "https://openlineage.io/spec/facets/1-0-1/DatasetVersionDatasetFacet.json#/$defs/DatasetVersionDatasetFacet",
                  "datasetVersion": "17"
                } },
              "outputFacets": {} }
          ]
        }
        """;

    private static RunEvent Pressed => new()
    {
        EventTime = new DateTimeOffset(2026, 3, 1, 7, 6, 7, 250, TimeSpan.FromHours(2)),
        Producer = Producer,
        EventType = EventType.Complete,
        Run = new Run
        {
            RunId = "0198c1f0-5b7e-7c10-9c55-0d2f4e6a8b01",
            Facets = new FacetMap
            {
                ["our_weather"] = new CustomFacet { Additional = new() { ["rain"] = JsonSerializer.SerializeToElement(true) } }.Stamped(Producer),
            },
        },
        Job = new Job
        {
            Namespace = "orchard-nightly",
            Name = "press",
            Facets = new FacetMap
            {
                new SqlJobFacet { Query = "INSERT INTO juice SELECT * FROM press" }.Stamped(Producer),
                { "documentation", CustomFacet.Removal(Producer) },
            },
        },
        Inputs =
        [
            new InputDataset
            {
                Namespace = "file",
                Name = "/barn/press.csv",
                InputFacets = new FacetMap { new InputStatisticsInputDatasetFacet { RowCount = 480 }.Stamped(Producer) },
            },
        ],
        Outputs =
        [
            new OutputDataset
            {
                Namespace = "file",
                Name = "/barn/juice.csv",
                Facets = new FacetMap { new DatasetVersionDatasetFacet { DatasetVersion = "17" }.Stamped(Producer) },
                OutputFacets = [],
            },
        ],
    };

    [Fact]
    public void A_run_event_is_written_with_exactly_these_members()
    {
        var written = JsonSerializer.SerializeToElement(Pressed, OpenLineageJson.Default.RunEvent);
        Assert.True(JsonElement.DeepEquals(FacetExample.Element(Frozen), written), written.ToString());
    }

    [Fact]
    public void A_run_event_comes_back_as_it_was_written()
    {
        var read = JsonSerializer.Deserialize(Frozen, OpenLineageJson.Default.RunEvent)!;
        Assert.Equal(Pressed.EventTime, read.EventTime);
        Assert.Equal("INSERT INTO juice SELECT * FROM press", Assert.IsType<SqlJobFacet>(read.Job.Facets!["sql"]).Query);
        Assert.Equal(480, Assert.IsType<InputStatisticsInputDatasetFacet>(read.Inputs![0].InputFacets!["inputStatistics"]).RowCount);
        var written = JsonSerializer.SerializeToElement(read, OpenLineageJson.Default.RunEvent);
        Assert.True(JsonElement.DeepEquals(FacetExample.Element(Frozen), written), written.ToString());
    }

    [Fact]
    public void Job_and_dataset_events_name_their_own_schema_and_leave_out_what_is_absent()
    {
        var at = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        var job = new JobEvent { EventTime = at, Producer = Producer, Job = new Job { Namespace = "n", Name = "j" } };
        Assert.Equal(
            """{"eventTime":"2026-03-01T00:00:00Z","producer":"https://orchard.example/press/2.4","schemaURL":"https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/JobEvent","job":{"namespace":"n","name":"j"}}""",
            JsonSerializer.Serialize(job, OpenLineageJson.Default.JobEvent));
        var dataset = new DatasetEvent { EventTime = at, Producer = Producer, Dataset = new StaticDataset { Namespace = "n", Name = "d" } };
        Assert.Equal(
            """{"eventTime":"2026-03-01T00:00:00Z","producer":"https://orchard.example/press/2.4","schemaURL":"https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/DatasetEvent","dataset":{"namespace":"n","name":"d"}}""",
            JsonSerializer.Serialize(dataset, OpenLineageJson.Default.DatasetEvent));
    }

    [Theory]
    [InlineData(EventType.Start, "START")]
    [InlineData(EventType.Running, "RUNNING")]
    [InlineData(EventType.Complete, "COMPLETE")]
    [InlineData(EventType.Abort, "ABORT")]
    [InlineData(EventType.Fail, "FAIL")]
    [InlineData(EventType.Other, "OTHER")]
    public void Event_types_have_their_names_on_the_wire(EventType type, string name)
    {
        var written = JsonSerializer.SerializeToElement(Pressed with { EventType = type }, OpenLineageJson.Default.RunEvent);
        Assert.Equal(name, written.GetProperty("eventType").GetString());
    }

    [Fact]
    public void Members_that_the_specification_does_not_name_are_kept()
    {
        const string Json = """{"eventTime":"2026-03-01T00:00:00Z","producer":"p:","schemaURL":"s:","job":{"namespace":"n","name":"j","our_own":[1]},"our_note":{"a":null}}""";
        Assert.Equal(Json, JsonSerializer.Serialize(JsonSerializer.Deserialize(Json, OpenLineageJson.Default.JobEvent)!, OpenLineageJson.Default.JobEvent));
    }

    [Fact]
    public void A_custom_facet_cannot_be_added_without_a_key() => Assert.Throws<ArgumentException>(() => new FacetMap { new CustomFacet() });
}
