using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lineage.Contracts.OpenLineage;

/// <summary>Writes each facet with all members of its own kind; reads it as the kind its key has in the scope, or else as <see cref="CustomFacet"/>.</summary>
public abstract class FacetMapConverter : JsonConverter<FacetMap>
{
    private readonly FacetScope _scope;

    private protected FacetMapConverter(FacetScope scope) => _scope = scope;

    /// <inheritdoc/>
    public override FacetMap Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var element = JsonElement.ParseValue(ref reader);
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("Facets must be an object.");
        }

        var facets = new FacetMap();
        foreach (var property in element.EnumerateObject())
        {
            if (FacetRegistry.Read(_scope, property.Name, property.Value) is { } facet)
            {
                facets[property.Name] = facet;
            }
        }

        return facets;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, FacetMap value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStartObject();
        foreach (var (key, facet) in value)
        {
            writer.WritePropertyName(key);
            JsonSerializer.Serialize(writer, facet, OpenLineageJson.Default.InfoOf(facet.GetType()));
        }

        writer.WriteEndObject();
    }
}

/// <summary>Facets of a run.</summary>
public sealed class RunFacetsConverter() : FacetMapConverter(FacetScope.Run);

/// <summary>Facets of a job.</summary>
public sealed class JobFacetsConverter() : FacetMapConverter(FacetScope.Job);

/// <summary>Facets of a dataset.</summary>
public sealed class DatasetFacetsConverter() : FacetMapConverter(FacetScope.Dataset);

/// <summary>Facets of a reading.</summary>
public sealed class InputFacetsConverter() : FacetMapConverter(FacetScope.Input);

/// <summary>Facets of a writing.</summary>
public sealed class OutputFacetsConverter() : FacetMapConverter(FacetScope.Output);
