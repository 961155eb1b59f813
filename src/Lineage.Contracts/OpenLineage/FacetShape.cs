using Lineage.Contracts.OpenLineage.Shapes;

namespace Lineage.Contracts.OpenLineage;

/// <summary>What a facet's schema says: where it may stand, under which key, and of what it consists.</summary>
public sealed class FacetShape
{
    internal FacetShape(string key, string schemaUrl, FacetScope[] scopes, ObjectShape body)
    {
        Key = key;
        SchemaUrl = schemaUrl;
        Scopes = scopes;
        Full = body.On(scopes.Any(scope => BaseFacetShape.Of(scope) == BaseFacetShape.Removable) ? BaseFacetShape.Removable : BaseFacetShape.Base);
        Readable = body.On(BaseFacetShape.Readable);
        Required = [.. Full.Members.Where(member => member.IsRequired).Select(member => member.Name)];
        Members = [.. Full.Members.Select(member => member.Name)];
    }

    /// <summary>The name the facet is sent under.</summary>
    public string Key { get; }

    /// <summary>The newest version of the JSON Schema.</summary>
    public string SchemaUrl { get; }

    /// <summary>Where the facet may stand.</summary>
    public IReadOnlyList<FacetScope> Scopes { get; }

    /// <summary>Names of the members that must be there, <c>_producer</c> and <c>_schemaURL</c> among them.</summary>
    public IReadOnlyList<string> Required { get; }

    /// <summary>Names of all members the schema describes.</summary>
    public IReadOnlyList<string> Members { get; }

    /// <summary>The whole schema.</summary>
    internal ObjectShape Full { get; }

    /// <summary>The schema without the demand for producer and schema.</summary>
    internal ObjectShape Readable { get; }
}
