using System.Collections.Frozen;
using Lineage.Server.Infrastructure.Record;
using Marten;

namespace Lineage.Server.Infrastructure.Store;

/// <summary>What Marten calls each type of event in its tables.</summary>
internal sealed class EventTypes(IDocumentStore store)
{
    private readonly FrozenDictionary<Type, (string Name, string DotNetName)> _names =
        store.Options.Events.AllKnownEventTypes().ToFrozenDictionary(type => type.EventType, type => (type.EventTypeName, type.DotNetTypeName));

    public (string Name, string DotNetName) Of(IStoredEvent data) => _names[data.GetType()];
}
