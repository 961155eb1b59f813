using System.Security.Cryptography;
using Lineage.Merkle;
using Lineage.Server.Infrastructure;

namespace Lineage.Server.Features.Transparency;

/// <summary>
/// Signs for the logs. The one that comes with the server keeps its keys in files; another one may ask a device or a service. Keys never
/// stand in the database or in settings.
/// </summary>
internal interface ILogSigners
{
    /// <summary>The signer of a log under a key of its tenant; the key is made when it is the tenant's next one.</summary>
    /// <param name="origin">The log's origin, which is also the key's name.</param>
    /// <param name="number">Number of the key, from 1; a rotation takes the next.</param>
    INoteSigner Signer(string tenant, string origin, int number);

    /// <summary>True when the key was made before.</summary>
    bool Has(string tenant, int number);
}

/// <summary>Ed25519 keys (RFC 8032), one file of 32 bytes each in the state directory, readable by its owner alone.</summary>
internal sealed class FileLogSigners(StateDirectory state) : ILogSigners
{
    public INoteSigner Signer(string tenant, string origin, int number) => new Ed25519Signer(origin, state.Secret(Name(tenant, number), () => RandomNumberGenerator.GetBytes(32)));

    public bool Has(string tenant, int number) => state.HasSecret(Name(tenant, number));

    private static string Name(string tenant, int number) => $"log-{tenant}-{number}";
}
