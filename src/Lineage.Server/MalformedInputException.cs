namespace Lineage.Server;

/// <summary>Input that cannot be read as what it claims to be. Answered with the given status and the type <c>urn:lineage:problem:CODE</c>.</summary>
/// <param name="status">HTTP status, 4xx.</param>
/// <param name="code">Stable kebab-case name of the fault; callers switch on it.</param>
/// <param name="detail">What is wrong, for a person. Holds no personal identifier.</param>
/// <param name="pointer">JSON pointer (RFC 6901) to the faulty value, where there is one.</param>
internal sealed class MalformedInputException(int status, string code, string detail, string? pointer = null) : Exception(detail)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public string? Pointer { get; } = pointer;
}
