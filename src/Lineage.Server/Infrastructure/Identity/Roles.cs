namespace Lineage.Server.Infrastructure.Identity;

/// <summary>What a token may say about its holder. Names of other systems' roles in the same claim are ignored.</summary>
internal static class Roles
{
    /// <summary>Sends events, manifests, disclosures and statistics.</summary>
    public const string Emitter = "emitter";

    /// <summary>Sees lineage and the catalogue, no personal-data views.</summary>
    public const string Reader = "reader";

    /// <summary>Compliance officer: a reader who classifies, records processing activities and issues reports.</summary>
    public const string Officer = "officer";

    /// <summary>Data protection officer: an officer who also looks up data subjects and answers their requests.</summary>
    public const string Dpo = "dpo";

    /// <summary>Reads everything but subject identifiers, with log, proofs and access log.</summary>
    public const string Auditor = "auditor";

    /// <summary>Runs the installation; sees no event and no report.</summary>
    public const string Admin = "admin";

    public static readonly IReadOnlySet<string> All = new HashSet<string>([Emitter, Reader, Officer, Dpo, Auditor, Admin], StringComparer.Ordinal);
}
