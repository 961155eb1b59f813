using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Lineage.Contracts;
using Lineage.Server.Features.OpenLineage;

namespace Lineage.Server.Infrastructure.Http;

/// <summary>How answers are written: camelCase, absent values left out, text as it is. Answers are never sniffed as HTML, so nothing more needs escaping.</summary>
internal static class WireJson
{
    public static readonly JsonSerializerOptions Options = Configure(new(JsonSerializerDefaults.Web));

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        if (options.TypeInfoResolverChain.Count == 0) options.TypeInfoResolverChain.Add(new DefaultJsonTypeInfoResolver());
        options.TypeInfoResolverChain.Insert(0, LineageJson.Default);
        options.TypeInfoResolverChain.Insert(0, DoorJson.Default);
        return options;
    }
}

/// <summary>The large answers, written without asking for their shape at run time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(LineageAnswer))]
[JsonSerializable(typeof(ImpactAnswer))]
[JsonSerializable(typeof(PathsAnswer))]
internal sealed partial class LineageJson : JsonSerializerContext;
