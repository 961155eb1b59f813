using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Lineage.Server.Infrastructure;

namespace Lineage.Server.Features.Transparency;

/// <summary>How the log is kept.</summary>
/// <param name="Installation">First part of every origin; it names this installation to the world and never changes for a log that is open.</param>
/// <param name="Sealing">False to let events wait unsealed, as a measurement of what sealing costs does.</param>
/// <param name="MaximumMergeDelay">The time within which a receipt promises that its event is sealed.</param>
/// <param name="KeyOverlap">How long checkpoints carry the signatures of the old key too after a rotation; at least a day, or the change itself would not stand under the old key.</param>
/// <param name="CheckInterval">The rest between two checks of the whole record against the log; zero to check only when asked.</param>
internal sealed partial record LogSettings(string Installation, bool Sealing, TimeSpan MaximumMergeDelay, TimeSpan KeyOverlap, TimeSpan CheckInterval)
{
    private const string Folder = "log";
    private const string NameFile = "installation";

    /// <exception cref="InvalidOperationException">The configured name cannot be part of an origin (C2SP signed-note: no spaces, no plus).</exception>
    public static LogSettings From(IConfiguration configuration, StateDirectory state)
    {
        var section = configuration.GetSection("Lineage:Log");
        var installation = section["Installation"] is { Length: > 0 } configured ? configured : Named(state);
        return InstallationName().IsMatch(installation)
            ? new(
                installation, section.GetValue("Sealing", true), TimeSpan.FromSeconds(section.GetValue("MaximumMergeDelaySeconds", 60)),
                TimeSpan.FromDays(Math.Max(section.GetValue("KeyOverlapDays", 30), 1)), TimeSpan.FromSeconds(section.GetValue("CheckIntervalSeconds", 600)))
            : throw new InvalidOperationException("Lineage:Log:Installation is letters, digits, dots, hyphens and slashes, as in lineage.example.com/audit.");
    }

    /// <summary>The origin of a tenant's log. The mark of a later generation begins with a capital, which no tenant's name holds.</summary>
    /// <param name="generation">1, and one more after each restore.</param>
    public string Origin(string tenant, int generation) => generation == 1 ? $"{Installation}/{tenant}" : $"{Installation}/{tenant}/R{generation}";

    // Random rather than the machine's name: two installations must never sign under one origin.
    private static string Named(StateDirectory state)
    {
        if (state.Kept(Folder, NameFile) is { } kept) return Encoding.UTF8.GetString(kept);
        var name = $"lineage-{RandomNumberGenerator.GetHexString(12, lowercase: true)}";
        state.Keep(Folder, NameFile, Encoding.UTF8.GetBytes(name));
        return name;
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9./-]{0,199}\z")]
    private static partial Regex InstallationName();
}
