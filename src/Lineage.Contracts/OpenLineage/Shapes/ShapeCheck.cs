using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Lineage.Contracts.OpenLineage.Shapes;

/// <summary>Walks JSON along a shape and notes where it differs. Reasons never repeat a value: it may be personal data.</summary>
internal sealed class ShapeCheck
{
    /// <summary>After so many findings the rest is not looked at.</summary>
    public const int MaxFindings = 100;

    private const int MaxNameLength = 200;

    private readonly List<Step> _path = [];
    private readonly List<string> _findings = [];

    private ShapeCheck()
    {
    }

    public static IReadOnlyList<string> Run(JsonElement json, ObjectShape shape)
    {
        var check = new ShapeCheck();
        check.Visit(json, shape);
        return check._findings;
    }

    private void Visit(JsonElement json, JsonShape shape)
    {
        if (_findings.Count >= MaxFindings)
        {
            return;
        }

        if (_path.Count > JsonDepth.Max)
        {
            Note("", "nested too deeply");
            return;
        }

        switch (shape)
        {
            case ScalarShape scalar when ScalarCheck.Fault(json, scalar) is { } fault:
                Note("", fault);
                break;
            case ListShape list when Expect(json, JsonValueKind.Array):
                VisitItems(json, list.Item);
                break;
            case MapShape map when Expect(json, JsonValueKind.Object):
                VisitValues(json, map.Value);
                break;
            case FacetMapShape facets when Expect(json, JsonValueKind.Object):
                VisitValues(json, facets.Facet);
                break;
            case ObjectShape one when Expect(json, JsonValueKind.Object):
                VisitMembers(json, one);
                break;
            case ChoiceShape choice when Expect(json, JsonValueKind.Object):
                VisitCase(json, choice);
                break;
            case RecursiveShape recursive:
                Visit(json, recursive.Shape);
                break;
        }
    }

    private void VisitItems(JsonElement json, JsonShape item)
    {
        var at = 0;
        foreach (var element in json.EnumerateArray())
        {
            Enter(new Step(default, at++), element, item);
        }
    }

    private void VisitValues(JsonElement json, JsonShape value)
    {
        if (value is AnyShape)
        {
            return;
        }

        foreach (var member in json.EnumerateObject())
        {
            Enter(new Step(member, -1), member.Value, value);
        }
    }

    private void VisitMembers(JsonElement json, ObjectShape shape)
    {
        var seen = 0UL;
        foreach (var member in json.EnumerateObject())
        {
            var at = shape.IndexOf(member);
            if (at >= 0)
            {
                seen |= 1UL << at;
                Enter(new Step(member, -1), member.Value, shape.Members[at].Shape);
            }
            else if (shape.IsClosed)
            {
                Note("/" + Escape(JsonText.Of(member)), "not a member the schema allows");
            }
        }

        for (var at = 0; at < shape.Members.Count; at++)
        {
            var member = shape.Members[at];
            if ((seen & (1UL << at)) == 0 && (member.IsRequired || (shape.Together.Contains(member.Name) && IsAnySeen(shape, seen))))
            {
                Note("/" + member.Name, "required, but absent");
            }
        }
    }

    private static bool IsAnySeen(ObjectShape shape, ulong seen)
    {
        for (var at = 0; at < shape.Members.Count; at++)
        {
            if ((seen & (1UL << at)) != 0 && shape.Together.Contains(shape.Members[at].Name))
            {
                return true;
            }
        }

        return false;
    }

    private void VisitCase(JsonElement json, ChoiceShape choice)
    {
        var chosen = Choices.Of(json, choice, out var kind);
        if (chosen is not null)
        {
            VisitMembers(json, chosen.Value.Shape);
            return;
        }

        Note("/" + choice.Discriminator, kind switch
        {
            JsonValueKind.Undefined => "required, but absent",
            JsonValueKind.String => ScalarCheck.ExpectedOneOf(choice.Values),
            _ => ScalarCheck.Expected("text", kind),
        });
    }

    private void Enter(Step step, JsonElement json, JsonShape shape)
    {
        _path.Add(step);
        Visit(json, shape);
        _path.RemoveAt(_path.Count - 1);
    }

    private bool Expect(JsonElement json, JsonValueKind kind)
    {
        if (json.ValueKind == kind)
        {
            return true;
        }

        Note("", ScalarCheck.Expected(kind == JsonValueKind.Array ? "an array" : "an object", json.ValueKind));
        return false;
    }

    private void Note(string below, string reason)
    {
        if (_findings.Count >= MaxFindings)
        {
            return;
        }

        var pointer = new StringBuilder();
        foreach (var step in CollectionsMarshal.AsSpan(_path))
        {
            pointer.Append('/').Append(step.Index >= 0 ? step.Index.ToString(System.Globalization.CultureInfo.InvariantCulture) : Escape(JsonText.Of(step.Member)));
        }

        _findings.Add(pointer.Append(below).Append(": ").Append(reason).ToString());
    }

    private static string Escape(string name) =>
        (name.Length > MaxNameLength ? name[..MaxNameLength] + "…" : name).Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private readonly record struct Step(JsonProperty Member, int Index);
}
