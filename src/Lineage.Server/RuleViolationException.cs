namespace Lineage.Server;

/// <summary>A well-formed command that the present state does not allow. Answered with 409 and the type <c>urn:lineage:rule:CODE</c>.</summary>
/// <param name="code">Stable kebab-case name of the rule; callers switch on it.</param>
/// <param name="detail">What the rule forbids here, for a person. Holds no personal identifier.</param>
internal sealed class RuleViolationException(string code, string detail) : Exception(detail)
{
    public string Code { get; } = code;
}
