using Lineage.Merkle;

namespace Lineage.Server.Features.Transparency.Witnessing;

/// <summary>A witness that is asked to cosign checkpoints.</summary>
/// <param name="Url">Its prefix; <c>add-checkpoint</c> is below it (C2SP tlog-witness).</param>
/// <param name="Key">Its key for cosignatures.</param>
internal sealed record WitnessAddress(Uri Url, VerifierKey Key)
{
    public Uri AddCheckpoint => new($"{Url.AbsoluteUri.TrimEnd('/')}/add-checkpoint");
}

/// <summary>The witnesses of all logs: <c>Lineage:Log:Witnesses:0:Url</c> and <c>:Key</c>, and so on.</summary>
internal sealed record WitnessSettings(IReadOnlyList<WitnessAddress> Witnesses)
{
    /// <exception cref="InvalidOperationException">An address is neither https nor on this machine, or a key is none for cosignatures.</exception>
    public static WitnessSettings From(IConfiguration configuration) => new([.. configuration.GetSection("Lineage:Log:Witnesses").GetChildren().Select(Read)]);

    private static WitnessAddress Read(IConfigurationSection witness)
    {
        if (!VerifierKey.TryParse(witness["Key"], out var key) || key.Algorithm != VerifierKey.Cosignature)
            throw new InvalidOperationException($"{witness.Path}:Key is the verifier key of a witness, as its operator prints it.");
        return new(OutsideUrl.Read(witness["Url"], $"{witness.Path}:Url"), key);
    }
}

/// <summary>Addresses that the server itself calls; only those that settings name.</summary>
internal static class OutsideUrl
{
    /// <exception cref="InvalidOperationException">It is neither https nor on this machine.</exception>
    public static Uri Read(string? text, string setting) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == "https" || (url.Scheme == "http" && url.IsLoopback))
            ? url
            : throw new InvalidOperationException($"{setting} is an https address, or http on this machine.");

    /// <summary>A client for such addresses: no redirects, short patience, small answers.</summary>
    public static HttpClient Client() => new(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(5), PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = TimeSpan.FromSeconds(10),
        MaxResponseContentBufferSize = 64 * 1024,
    };
}
