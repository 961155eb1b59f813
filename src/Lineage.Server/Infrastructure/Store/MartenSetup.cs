using JasperFx;
using JasperFx.Events;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using JasperFx.MultiTenancy;
using Lineage.Server.Features.Graph.Engine;
using Lineage.Server.Features.Graph.Reading;
using Lineage.Server.Features.Graph.Walking;
using Lineage.Server.Infrastructure.Record;
using Marten;
using Marten.Events;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using Weasel.Core;

namespace Lineage.Server.Infrastructure.Store;

/// <summary>The store as the projections' daemon opens it. Public, since Marten builds a class for it.</summary>
public interface IDaemonStore : IDocumentStore;

/// <summary>Sets Marten up so that no acknowledged event can be lost; facts on Marten 9.58 say which settings lose some.</summary>
internal static class MartenSetup
{
    // A page of events is about a MiB; every time the buffer is full a thread is woken.
    private const int PageBuffer = 64 * 1024;

    public static void AddStore(this IServiceCollection services, DatabaseConnections connections)
    {
        services.AddScoped<GraphReader>().AddScoped<RunReader>().AddScoped<FacetReader>().AddScoped<WindowResolver>().AddScoped<LineageWalker>();
        services.AddSingleton<GraphEngine>().AddSingleton<SnapshotFolder>().AddHostedService<GraphSnapshots>().AddSingleton(provider => GraphSettings.From(provider.GetRequiredService<IConfiguration>()));
        services.AddScoped<DecisionWriter>().AddSingleton<DecisionReader>();
        services.TryAddSingleton(new WriterLimits());
        services.TryAddSingleton(new ProjectionPatience(TimeSpan.FromSeconds(30)));
        services.AddSingleton(connections).AddSingleton<TenantDatabase>().AddSingleton<ProjectionProgress>().AddSingleton<ActorDirectory>();
        services.AddSingleton<Appender>().AddSingleton<EventTypes>().AddSingleton<EventWriter>().AddSingleton<Rebuilding>();
        services.AddHostedService(provider => provider.GetRequiredService<EventWriter>());
        services.AddHostedService<ProjectionWatch>();
        services.AddMarten(store => Configure(store, connections.App, [])).UseLightweightSessions();
        services.AddMartenStore<IDaemonStore>(provider =>
        {
            var options = new StoreOptions();
            Configure(options, Paged(connections.Daemon), [.. provider.GetServices<IReadModel>()]);
            return options;
        }).AddAsyncDaemon(connections.Embedded ? DaemonMode.Solo : DaemonMode.HotCold);
        foreach (var model in ReadModels()) services.AddSingleton(typeof(IReadModel), model);
    }

    /// <summary>
    /// The daemon reads the record page by page in the order of its primary key. While the planner does not know how much is new it would
    /// rather read all of it and sort, for every page again; these settings leave it the index. Nor does it wait for the disk: rows and mark
    /// are one transaction, and what a crash of the database takes from both is projected again.
    /// </summary>
    private static string Paged(string connection)
    {
        var builder = new NpgsqlConnectionStringBuilder(connection) { ReadBufferSize = PageBuffer };
        builder.Options = $"{builder.Options} -c enable_seqscan=off -c enable_bitmapscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c enable_sort=off -c synchronous_commit=off".Trim();
        return builder.ConnectionString;
    }

    /// <summary>Every read model of this assembly, in a stable order.</summary>
    public static IEnumerable<Type> ReadModels() =>
        typeof(MartenSetup).Assembly.GetTypes().Where(t => t.IsClass && t.IsAssignableTo(typeof(IReadModel))).OrderBy(t => t.FullName, StringComparer.Ordinal);

    /// <summary>Every stored event type of this assembly.</summary>
    public static IEnumerable<Type> EventTypes() =>
        typeof(MartenSetup).Assembly.GetTypes().Where(t => t.IsClass && t.IsAssignableTo(typeof(IStoredEvent))).OrderBy(t => t.FullName, StringComparer.Ordinal);

    /// <param name="models">The read models for the store that projects; none for a store that only appends and reads events.</param>
    public static void Configure(StoreOptions store, string connection, IReadOnlyList<IReadModel> models)
    {
        store.Connection(connection);
        store.DatabaseSchemaName = StoreSchema.Record;
        store.AutoCreateSchemaObjects = AutoCreate.None;
        store.UseSystemTextJsonForSerialization(EnumStorage.AsString, Casing.CamelCase, json => json.Converters.Add(new HeadersJson()));
        store.UseRowLevelSecurity(StoreSchema.TenantSetting);
        store.Policies.AllDocumentsAreMultiTenanted();
        store.Events.StreamIdentity = StreamIdentity.AsGuid;
        store.Events.TenancyStyle = TenancyStyle.Conjoined;
        store.Events.AppendMode = EventAppendMode.QuickWithServerTimestamps;
        store.Events.EnableUniqueIndexOnEventId = true;
        store.Events.UseListenNotifyForEventAppends = true;
        store.Events.UseAdvisoryLockTransaction = true;
        store.Events.MetadataConfig.HeadersEnabled = true;
        store.DisableNpgsqlLogging = true;
        var serialize = typeof(IEventStoreOptions).GetMethod(nameof(IEventStoreOptions.UseBinarySerializer))!;
        foreach (var type in EventTypes())
        {
            store.Events.AddEventType(type);
            serialize.MakeGenericMethod(type).Invoke(store.Events, [EventBytes.For(type)]);
        }

        // A notice can be missed while a page is being written; the daemon then looks by itself.
        store.Projections.SlowPollingTime = TimeSpan.FromMilliseconds(250);

        // A projection that fails stops and is shown; it never skips an event.
        foreach (var errors in new[] { store.Projections.Errors, store.Projections.RebuildErrors })
            (errors.SkipApplyErrors, errors.SkipSerializationErrors, errors.SkipUnknownEvents) = (false, false, false);
        if (models.Count == 0) return;
        store.Projections.Add(new LineageProjection(models), ProjectionLifecycle.Async, StoreSchema.Projection, options =>
        {
            // Two pages are in memory, one being written and the next: events may be large.
            (options.BatchSize, options.MaximumHopperSize) = (1000, 1000);
            foreach (var model in models) options.DeleteDataInTableOnTeardown($"{StoreSchema.Read}.{model.Table}");
        });
    }
}
