using System.Text.Json;

namespace Lineage.Server.Infrastructure.Identity;

/// <summary>Which claims of a token say who the caller is.</summary>
/// <param name="Role">Claim with the roles; a dotted path reaches into objects, such as Keycloak's <c>realm_access.roles</c>.</param>
/// <param name="Tenant">Claim with the tenant's name, or a dotted path to it.</param>
internal sealed record TokenClaims(string Role, string Tenant)
{
    public static readonly TokenClaims Own = new("roles", "tenant");

    public static TokenClaims From(IConfiguration configuration) =>
        new(configuration["Authentication:RoleClaim"] ?? Own.Role, configuration["Authentication:TenantClaim"] ?? Own.Tenant);

    /// <summary>Reads the payload of a token whose signature and times hold.</summary>
    /// <returns>The caller, or null when a claim is unusable: no subject, a bad tenant name, a namespace limit that is not a list of prefixes.</returns>
    public Caller? Read(JsonElement payload)
    {
        var subject = Strings(Find(payload, "sub"));
        var tenant = Find(payload, Tenant) is { } claim ? Strings(claim) : [Caller.DefaultTenant];
        var limit = Find(payload, "namespaces");
        var namespaces = Strings(limit);
        if (subject is not [{ Length: > 0 and <= 255 } name] || tenant is not [var tenantName] || !Caller.IsTenantName(tenantName)) return null;
        if (limit is not null && (namespaces is null || namespaces.Contains(""))) return null;

        var roles = (Strings(Find(payload, Role)) ?? []).Where(Roles.All.Contains);
        return new(name, tenantName, roles.ToHashSet(StringComparer.Ordinal), namespaces);
    }

    // A claim may itself be named with dots (an address, say), so the whole name goes first.
    private static JsonElement? Find(JsonElement json, string path)
    {
        if (json.ValueKind != JsonValueKind.Object) return null;
        if (json.TryGetProperty(path, out var found)) return found;
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && json.TryGetProperty(path[..dot], out var inner) ? Find(inner, path[(dot + 1)..]) : null;
    }

    private static string[]? Strings(JsonElement? claim) => claim switch
    {
        { ValueKind: JsonValueKind.String } one => [one.GetString()!],
        { ValueKind: JsonValueKind.Array } many when many.EnumerateArray().All(e => e.ValueKind == JsonValueKind.String) =>
            [.. many.EnumerateArray().Select(e => e.GetString()!)],
        _ => null,
    };
}
