namespace Lineage.Server.Infrastructure.Store;

/// <summary>Names in the database.</summary>
internal static class StoreSchema
{
    /// <summary>The record: Marten's event tables and what belongs to them.</summary>
    public const string Record = "lineage";

    /// <summary>The read models of interpretation 1.</summary>
    public const string Read = "lineage_read";

    /// <summary>The setting that row-level security compares the tenant column with.</summary>
    public const string TenantSetting = "app.tenant_id";

    /// <summary>The asynchronous projection that fills all read models.</summary>
    public const string Projection = "Lineage";

    /// <summary>The name under which Marten keeps that projection's progress.</summary>
    public const string Shard = Projection + ":All";
}
