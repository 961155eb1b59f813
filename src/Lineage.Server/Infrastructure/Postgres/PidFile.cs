using System.Globalization;

namespace Lineage.Server.Infrastructure.Postgres;

/// <summary>The file in which a running postmaster names itself.</summary>
internal static class PidFile
{
    internal static string In(string cluster) => Path.Combine(cluster, "postmaster.pid");

    /// <summary>The process it names, or null when there is none or it is being written.</summary>
    internal static int? Read(string cluster)
    {
        try
        {
            return int.TryParse(File.ReadLines(In(cluster)).FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
    }
}
