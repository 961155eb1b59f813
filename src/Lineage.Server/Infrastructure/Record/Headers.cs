namespace Lineage.Server.Infrastructure.Record;

/// <summary>Names of what stands beside each event in the store. Part of the stored format: never renamed.</summary>
internal static class Headers
{
    public const string Commit = "commit";
    public const string Salt = "salt";
    public const string Core = "core";
    public const string CoreSalt = "coreSalt";
    public const string Mac = "mac";
    public const string Actor = "actor";
    public const string Request = "request";
    public const string Flags = "flags";
}
