namespace Lineage.Contracts.OpenLineage.Shapes;

/// <summary>The words in which facets describe themselves.</summary>
internal static class Shape
{
    public static JsonShape Any { get; } = new AnyShape();

    public static JsonShape Text { get; } = new ScalarShape(ScalarKind.Text);

    public static JsonShape UriText { get; } = new ScalarShape(ScalarKind.Uri);

    public static JsonShape Uuid { get; } = new ScalarShape(ScalarKind.Uuid);

    public static JsonShape Time { get; } = new ScalarShape(ScalarKind.Time);

    public static JsonShape Flag { get; } = new ScalarShape(ScalarKind.Boolean);

    public static JsonShape Number { get; } = new ScalarShape(ScalarKind.Number);

    public static JsonShape WideNumber { get; } = new ScalarShape(ScalarKind.WideNumber);

    public static JsonShape Integer { get; } = new ScalarShape(ScalarKind.Integer);

    public static JsonShape PositiveInteger { get; } = new ScalarShape(ScalarKind.PositiveInteger);

    public static ObjectShape Record { get; } = new();

    public static JsonShape OneOf(params string[] values) => new ScalarShape(ScalarKind.OneOf, values);

    public static JsonShape List(JsonShape item) => new ListShape(item);

    public static JsonShape Map(JsonShape value) => new MapShape(value);

    public static JsonShape Facets(FacetScope scope) => new FacetMapShape(BaseFacetShape.Of(scope));

    public static JsonShape Recursive(Func<JsonShape> shape) => new RecursiveShape(shape);

    public static JsonShape Choice(string discriminator, params (string Value, ObjectShape Shape)[] cases) => new ChoiceShape(discriminator, cases);
}
