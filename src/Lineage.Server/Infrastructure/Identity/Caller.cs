using System.Security.Claims;
using System.Text.RegularExpressions;

namespace Lineage.Server.Infrastructure.Identity;

/// <summary>Who asks, as told by a token or a signed-in browser.</summary>
/// <param name="Subject">The issuer's name for the caller; stored only through the actors table, never in events or logs.</param>
/// <param name="Tenant">The one tenant this caller sees.</param>
/// <param name="Roles">Known roles only (<see cref="Identity.Roles"/>).</param>
/// <param name="Namespaces">Prefixes of the job namespaces it may write; null when it is not limited.</param>
internal sealed partial record Caller(string Subject, string Tenant, IReadOnlySet<string> Roles, IReadOnlyList<string>? Namespaces = null)
{
    public const string DefaultTenant = "default";

    private const string TenantClaim = "tenant", RoleClaim = "role", NamespaceClaim = "namespace", LimitedClaim = "namespaces-limited";

    /// <summary>Whether the string can name a tenant.</summary>
    public static bool IsTenantName(string name) => TenantName().IsMatch(name);

    /// <summary>Whether this caller may write facts about the jobs of a namespace (of a dataset namespace for a DatasetEvent). Prefixes are compared literally.</summary>
    public bool MayWriteTo(string jobNamespace) => Namespaces is null || Namespaces.Any(prefix => jobNamespace.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>The caller behind a principal made by <see cref="ToPrincipal"/>, or null for anyone else, such as an anonymous visitor.</summary>
    public static Caller? Of(ClaimsPrincipal? user) =>
        user?.Identity is { IsAuthenticated: true } && user.FindFirstValue("sub") is { } subject && user.FindFirstValue(TenantClaim) is { } tenant
            ? new(subject, tenant, Values(user, RoleClaim).ToHashSet(StringComparer.Ordinal), user.HasClaim(c => c.Type == LimitedClaim) ? [.. Values(user, NamespaceClaim)] : null)
            : null;

    /// <summary>The principal to put into a request or a cookie.</summary>
    /// <param name="scheme">The authentication scheme that vouches for it.</param>
    public ClaimsPrincipal ToPrincipal(string scheme)
    {
        IEnumerable<Claim> claims = [new("sub", Subject), new(TenantClaim, Tenant), .. Roles.Select(r => new Claim(RoleClaim, r))];
        if (Namespaces is not null) claims = [.. claims, new(LimitedClaim, "true"), .. Namespaces.Select(n => new Claim(NamespaceClaim, n))];
        return new(new ClaimsIdentity(claims, scheme, nameType: "sub", roleType: RoleClaim));
    }

    private static IEnumerable<string> Values(ClaimsPrincipal user, string type) => user.FindAll(type).Select(c => c.Value);

    // \z, not $: the latter would let a line break through.
    [GeneratedRegex(@"^[a-z0-9][a-z0-9._-]{0,62}\z")]
    private static partial Regex TenantName();
}
