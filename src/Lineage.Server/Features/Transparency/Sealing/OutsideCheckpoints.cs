using System.Text;
using Lineage.Server.Infrastructure;

namespace Lineage.Server.Features.Transparency.Sealing;

/// <summary>
/// The last signed checkpoint of each log, kept outside the database. It is written before the checkpoint is published, so a database
/// that holds less than it says was cut or set back, and one with another tree was rewritten.
/// </summary>
internal sealed class OutsideCheckpoints(StateDirectory state)
{
    private const string Folder = "checkpoints";
    private const string RestoreFolder = "restore";
    private const string Acknowledged = "acknowledged";

    /// <summary>Set when somebody who may write to the state directory has said that the database was restored.</summary>
    /// <returns>Tenants whose log must go on under a new origin in any case, since nobody knows what was signed after the backup; null when nothing was restored.</returns>
    public IReadOnlySet<string>? Restored => state.Kept(RestoreFolder, Acknowledged) is { } tenants ? Encoding.UTF8.GetString(tenants).Split('\n', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal) : null;

    /// <summary>Tenants that have a checkpoint.</summary>
    public IReadOnlyList<string> Tenants => state.KeptIn(Folder);

    /// <summary>The signed note, or null when none was ever signed.</summary>
    public string? Of(string tenant) => state.Kept(Folder, tenant) is { } note ? Encoding.UTF8.GetString(note) : null;

    public void Keep(string tenant, string note) => state.Keep(Folder, tenant, Encoding.UTF8.GetBytes(note));

    /// <summary>Says that the database was restored on purpose; logs that are behind their checkpoint are continued under a new origin.</summary>
    /// <param name="unsure">Tenants whose log is continued under a new origin even when it is not behind.</param>
    public void AcknowledgeRestore(IEnumerable<string> unsure) => state.Keep(RestoreFolder, Acknowledged, Encoding.UTF8.GetBytes(string.Join('\n', unsure)));

    public void RestoreDone() => state.Forget(RestoreFolder, Acknowledged);
}
