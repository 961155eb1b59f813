using System.Text.Json;
using System.Text.Json.Nodes;

namespace Lineage.Server.Features.Reports;

/// <summary>A kind of report as officers and auditors agree on it: read from <c>compliance-reports/NAME/definition.json</c>, which travels inside the assembly.</summary>
/// <param name="Name">The report's name, also its folder.</param>
/// <param name="Title">The title printed on the cover.</param>
/// <param name="LegalSources">The norms it serves.</param>
/// <param name="Question">The question by kind of subject, with <c>{subject}</c> for its name.</param>
/// <param name="Parameters">The parameters it takes.</param>
/// <param name="Mandatory">The fields without which it is refused.</param>
/// <param name="Limits">What the report does not say, one sentence each.</param>
/// <param name="Glossary">The terms it uses.</param>
/// <param name="SignOff">The meanings of the signatures it asks for (21 CFR 11.50(a)(3)).</param>
public sealed record ReportDefinition(
    string Name,
    string Title,
    IReadOnlyList<LegalSource> LegalSources,
    IReadOnlyDictionary<string, string> Question,
    IReadOnlyList<ReportParameter> Parameters,
    IReadOnlyList<MandatoryField> Mandatory,
    IReadOnlyList<string> Limits,
    IReadOnlyList<GlossaryTerm> Glossary,
    IReadOnlyList<SignatureMeaning> SignOff)
{
    /// <summary>The definition of a report.</summary>
    /// <exception cref="ArgumentException">There is no report of that name.</exception>
    internal static ReportDefinition Load(string name)
    {
        using var stream = typeof(ReportDefinition).Assembly.GetManifestResourceStream($"compliance-reports/{name}/definition.json")
            ?? throw new ArgumentException($"There is no report named {name}.", nameof(name));
        return JsonSerializer.Deserialize<ReportDefinition>(stream, ReportJson.Options)!;
    }

    /// <summary>The question in words about one subject.</summary>
    internal string QuestionAbout(string kind, string subject) => Question[kind].Replace("{subject}", subject, StringComparison.Ordinal);

    /// <summary>The labels of the mandatory fields that a report lacks: absent, null, blank, or an empty list.</summary>
    internal IReadOnlyList<string> MissingIn(JsonNode report) => [.. Mandatory.Where(field => IsBlank(Find(report, field.At))).Select(field => field.Label)];

    private static JsonNode? Find(JsonNode report, string pointer) =>
        pointer.Split('/').Skip(1).Aggregate<string, JsonNode?>(report, (node, step) => (node as JsonObject)?[step]);

    private static bool IsBlank(JsonNode? node) => node switch
    {
        null => true,
        JsonArray list => list.Count == 0,
        JsonValue value when value.GetValueKind() is JsonValueKind.String => string.IsNullOrWhiteSpace(value.GetValue<string>()),
        _ => false,
    };
}

/// <summary>A parameter of a report.</summary>
/// <param name="Name">Its name in the request.</param>
/// <param name="Meaning">What it does, and its default.</param>
public sealed record ReportParameter(string Name, string Meaning);

/// <summary>A field that must be there.</summary>
/// <param name="At">RFC 6901 pointer into report.json.</param>
/// <param name="Label">The field's name as an officer says it.</param>
/// <param name="Because">The norm or reason that asks for it.</param>
public sealed record MandatoryField(string At, string Label, string Because);

/// <summary>A term and its meaning.</summary>
public sealed record GlossaryTerm(string Term, string Meaning);

/// <summary>A signature asked for.</summary>
/// <param name="Meaning">prepared, reviewed or approved.</param>
/// <param name="Statement">What the signer states by signing.</param>
public sealed record SignatureMeaning(string Meaning, string Statement);

/// <summary>A report was refused: fields it must have are missing, or its counts do not reconcile.</summary>
internal sealed class IncompleteReportException(IReadOnlyList<string> missing)
    : Exception("The report is refused. Missing or not reconciled: " + string.Join("; ", missing) + ".")
{
    /// <summary>What is missing or does not reconcile, in words.</summary>
    internal IReadOnlyList<string> Missing { get; } = missing;
}
