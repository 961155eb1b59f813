using System.Text;

namespace Lineage.Contracts.OpenLineage.Shapes;

/// <summary>The part of JSON Schema that the facets use, as data.</summary>
internal abstract class JsonShape;

/// <summary>Any JSON at all.</summary>
internal sealed class AnyShape : JsonShape;

/// <summary>A value without parts.</summary>
internal sealed class ScalarShape(ScalarKind kind, params string[] values) : JsonShape
{
    public ScalarKind Kind => kind;

    /// <summary>The texts allowed, for <see cref="ScalarKind.OneOf"/>.</summary>
    public IReadOnlyList<string> Values => values;
}

/// <summary>An array of items of one shape.</summary>
internal sealed class ListShape(JsonShape item) : JsonShape
{
    public JsonShape Item => item;
}

/// <summary>An object with names of the sender's choice and values of one shape.</summary>
internal sealed class MapShape(JsonShape value) : JsonShape
{
    public JsonShape Value => value;
}

/// <summary>Facets inside a facet: checked as facets, read as they are.</summary>
internal sealed class FacetMapShape(ObjectShape facet) : JsonShape
{
    public ObjectShape Facet => facet;
}

/// <summary>A shape that contains itself, resolved when used.</summary>
internal sealed class RecursiveShape(Func<JsonShape> shape) : JsonShape
{
    public JsonShape Shape => shape();
}

/// <summary>One of several objects, told apart by the text of one member.</summary>
internal sealed class ChoiceShape(string discriminator, params (string Value, ObjectShape Shape)[] cases) : JsonShape
{
    public string Discriminator => discriminator;

    public byte[] Utf8Discriminator { get; } = Encoding.UTF8.GetBytes(discriminator);

    public IReadOnlyList<string> Values { get; } = [.. cases.Select(one => one.Value)];

    public (string Value, ObjectShape Shape)? Case(string value)
    {
        foreach (var one in cases)
        {
            if (string.Equals(one.Value, value, StringComparison.Ordinal))
            {
                return one;
            }
        }

        return null;
    }
}

/// <summary>A named member of an object.</summary>
internal sealed class MemberShape(string name, JsonShape shape, bool required)
{
    public string Name => name;

    public byte[] Utf8Name { get; } = Encoding.UTF8.GetBytes(name);

    public JsonShape Shape => shape;

    public bool IsRequired => required;
}

/// <summary>What a scalar may be.</summary>
internal enum ScalarKind
{
    Text,
    Uri,
    Uuid,
    Time,
    OneOf,
    Boolean,

    /// <summary>Any number.</summary>
    Number,

    /// <summary>By the schema any number, in practice a count or id of up to 64 bits, and read as such.</summary>
    WideNumber,
    Integer,
    PositiveInteger,
}
