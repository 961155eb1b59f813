namespace Lineage.Cli;

/// <summary>Which server is spoken to, and with which token.</summary>
internal sealed record ServerChoice(Uri Url, string? Token)
{
    /// <summary>The option goes before the environment, the environment before the profile; the profile's token goes to the profile's server only.</summary>
    /// <exception cref="UsageException">The address is not an absolute http or https URL.</exception>
    internal static ServerChoice Make(string? url, string? token, Func<string, string?> environment)
    {
        var profile = Profile.Read(environment);
        var address = Parse(Given(url) ?? Given(environment("LINEAGE_URL")) ?? profile?.Url ?? GlobalOptions.DefaultUrl);
        var secret = Given(token) ?? Given(environment("LINEAGE_TOKEN")) ?? (profile is not null && Parse(profile.Url) == address ? profile.Token : null);
        return new(address, secret);
    }

    private static Uri Parse(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
        ? new Uri(url)
        : throw new UsageException($"'{url}' is not the address of a server; write for example {GlobalOptions.DefaultUrl}.");

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
