namespace Lineage.Server.Infrastructure.Identity;

/// <summary>What a token of the development issuer shall say.</summary>
/// <param name="Subject">Name of the holder: a person or a service.</param>
/// <param name="Roles">At least one of <see cref="Identity.Roles"/>.</param>
/// <param name="Lifetime">From now on; more than nothing and at most <see cref="Longest"/>.</param>
/// <param name="Tenant">Name of its tenant.</param>
/// <param name="Namespaces">Prefixes of the job namespaces it may write; null for no limit.</param>
internal sealed record TokenRequest(
    string Subject, IReadOnlyCollection<string> Roles, TimeSpan Lifetime, string Tenant = Caller.DefaultTenant, IReadOnlyList<string>? Namespaces = null)
{
    public static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <summary>The audience of the server that shall accept it (<c>Authentication:Audience</c>).</summary>
    public string Audience { get; init; } = "lineage";

    /// <exception cref="ArgumentException">The message names the part that cannot be issued.</exception>
    public void EnsureValid()
    {
        if (Subject.Length is 0 or > 255) throw new ArgumentException("A subject has 1 to 255 characters.");
        if (Roles.Count == 0) throw new ArgumentException("A token needs at least one role.");
        if (Roles.FirstOrDefault(r => !Identity.Roles.All.Contains(r)) is { } unknown)
            throw new ArgumentException($"There is no role '{unknown}'; the roles are {string.Join(", ", Identity.Roles.All)}.");
        if (!Caller.IsTenantName(Tenant)) throw new ArgumentException($"'{Tenant}' is no tenant name: a-z, 0-9, dot, hyphen, underscore, at most 63.");
        if (Namespaces?.Contains("") is true) throw new ArgumentException("An empty namespace prefix would be no limit.");
        if (Lifetime <= TimeSpan.Zero || Lifetime > Longest) throw new ArgumentException($"A token lives for more than 0 and at most {Longest.TotalDays:0} days.");
    }
}
