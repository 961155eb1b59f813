using System.Text.Json;

namespace Lineage.Contracts.OpenLineage.Shapes;

/// <summary>An object with declared members; others are allowed unless it is <see cref="IsClosed"/>.</summary>
internal sealed class ObjectShape : JsonShape
{
    public IReadOnlyList<MemberShape> Members { get; private init; } = [];

    /// <summary>Whether members that are not declared break the schema.</summary>
    public bool IsClosed { get; private init; }

    /// <summary>Names of members of which either all are there or none.</summary>
    public IReadOnlyList<string> Together { get; private init; } = [];

    public ObjectShape Required(string name, JsonShape shape) => With(new MemberShape(name, shape, required: true));

    public ObjectShape Optional(string name, JsonShape shape) => With(new MemberShape(name, shape, required: false));

    public ObjectShape Closed() => new() { Members = Members, Together = Together, IsClosed = true };

    public ObjectShape AllOrNone(params string[] names) => new() { Members = Members, Together = names, IsClosed = IsClosed };

    /// <summary>These members after those of another object.</summary>
    public ObjectShape On(ObjectShape other) => new() { Members = [.. other.Members, .. Members], Together = Together, IsClosed = IsClosed };

    /// <summary>Position of a member in <see cref="Members"/>, or -1.</summary>
    public int IndexOf(JsonProperty member)
    {
        for (var at = 0; at < Members.Count; at++)
        {
            if (JsonText.Is(member, Members[at].Utf8Name, Members[at].Name))
            {
                return at;
            }
        }

        return -1;
    }

    private ObjectShape With(MemberShape member) => new() { Members = [.. Members, member], Together = Together, IsClosed = IsClosed };
}
