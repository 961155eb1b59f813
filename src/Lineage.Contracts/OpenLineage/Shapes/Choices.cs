using System.Text.Json;

namespace Lineage.Contracts.OpenLineage.Shapes;

/// <summary>Decides which case of a choice an object is.</summary>
internal static class Choices
{
    /// <summary>The case that the discriminator names (its last occurrence counts), or null.</summary>
    /// <param name="json">An object.</param>
    /// <param name="choice">The cases.</param>
    /// <param name="kind">Kind of the discriminator's value; Undefined when it is absent.</param>
    public static (string Value, ObjectShape Shape)? Of(JsonElement json, ChoiceShape choice, out JsonValueKind kind)
    {
        kind = JsonValueKind.Undefined;
        (string Value, ObjectShape Shape)? chosen = null;
        foreach (var member in json.EnumerateObject())
        {
            if (JsonText.Is(member, choice.Utf8Discriminator, choice.Discriminator))
            {
                kind = member.Value.ValueKind;
                chosen = kind == JsonValueKind.String ? choice.Case(JsonText.Of(member.Value)) : null;
            }
        }

        return chosen;
    }
}
