using System.Text.Json;

namespace Lineage.Server.Features.Graph.Interpretation;

/// <summary>How deep JSON may nest: enough for every query plan seen, and bounded.</summary>
internal static class JsonLimits
{
    public const int Depth = 1000;

    public static readonly JsonDocumentOptions Document = new() { MaxDepth = Depth, AllowTrailingCommas = false, CommentHandling = JsonCommentHandling.Disallow };
}
