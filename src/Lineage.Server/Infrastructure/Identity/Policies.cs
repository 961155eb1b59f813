using Microsoft.AspNetCore.Authorization;
using static Lineage.Server.Infrastructure.Identity.Roles;

namespace Lineage.Server.Infrastructure.Identity;

/// <summary>Who may pass, named after what lies behind. An endpoint without one of these still asks for a token with a known role.</summary>
internal static class Policies
{
    /// <summary>Hand in events, manifests, disclosures, statistics.</summary>
    public const string Emit = nameof(Emit);

    /// <summary>Lineage, catalogue, schemas, runs, search.</summary>
    public const string Read = nameof(Read);

    /// <summary>Personal-data views: fields, categories, purposes, recipients, impact with categories.</summary>
    public const string PersonalData = nameof(PersonalData);

    /// <summary>Events as they were received.</summary>
    public const string StoredEvents = nameof(StoredEvents);

    /// <summary>Decide: classifications, processing activities, incidents, findings, schema approval.</summary>
    public const string Govern = nameof(Govern);

    /// <summary>Create and read reports.</summary>
    public const string Reports = nameof(Reports);

    /// <summary>Review and sign reports.</summary>
    public const string SignReports = nameof(SignReports);

    /// <summary>Subject look-up, subject requests, approval of erasure.</summary>
    public const string Subjects = nameof(Subjects);

    /// <summary>Checkpoints, tiles and entries of the log.</summary>
    public const string Log = nameof(Log);

    /// <summary>Proofs and receipts; an emitter gets those of its own events only, which the endpoint must see to.</summary>
    public const string Proofs = nameof(Proofs);

    /// <summary>Who asked what.</summary>
    public const string AccessLog = nameof(AccessLog);

    /// <summary>Keys, tenants, users, tokens, settings, metrics.</summary>
    public const string Admin = nameof(Admin);

    public static readonly IReadOnlyDictionary<string, string[]> RolesOf = new Dictionary<string, string[]>
    {
        [Emit] = [Emitter],
        [Read] = [Reader, Officer, Dpo, Auditor],
        [PersonalData] = [Officer, Dpo, Auditor],
        [StoredEvents] = [Officer, Dpo, Auditor],
        [Govern] = [Officer, Dpo],
        [Reports] = [Officer, Dpo, Auditor],
        [SignReports] = [Officer, Dpo],
        [Subjects] = [Dpo],
        [Log] = [Officer, Dpo, Auditor],
        [Proofs] = [Officer, Dpo, Auditor, Emitter],
        [AccessLog] = [Auditor],
        [Admin] = [Roles.Admin],
    };

    public static void Configure(AuthorizationOptions options)
    {
        foreach (var (name, roles) in RolesOf)
            options.AddPolicy(name, policy => policy.RequireAuthenticatedUser().RequireRole(roles));

        options.FallbackPolicy = options.DefaultPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireRole(All).Build();
    }
}
