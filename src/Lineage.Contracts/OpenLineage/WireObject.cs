using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lineage.Contracts.OpenLineage;

/// <summary>A JSON object of the OpenLineage wire format. Members it does not declare are kept and written back unchanged.</summary>
public abstract record WireObject
{
    private protected WireObject()
    {
    }

    /// <summary>Members that the specification does not name, by name; null when there are none.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Additional { get; set; }
}
