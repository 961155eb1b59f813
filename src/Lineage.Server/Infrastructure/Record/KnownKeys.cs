using Lineage.Contracts;

namespace Lineage.Server.Infrastructure.Record;

/// <summary>Remembers the keys of names: a page of events names the same things over and over. Lives as long as the page.</summary>
internal sealed class KnownKeys
{
    private readonly Dictionary<Called, Guid> _datasets = new(new ByName());
    private readonly Dictionary<Called, Guid> _jobs = new(new ByName());

    public Guid Dataset(string tenant, DatasetName name)
    {
        var called = new Called(tenant, name.Namespace, name.Name);
        return _datasets.TryGetValue(called, out var known) ? known : _datasets[called] = NaturalKey.Dataset(tenant, name.Namespace, name.Name);
    }

    public Guid Job(string tenant, JobName name)
    {
        var called = new Called(tenant, name.Namespace, name.Name);
        return _jobs.TryGetValue(called, out var known) ? known : _jobs[called] = NaturalKey.Job(tenant, name.Namespace, name.Name);
    }

    private readonly record struct Called(string Tenant, string Namespace, string Name);

    /// <summary>Hashes the name alone, which nearly always tells things apart.</summary>
    private sealed class ByName : IEqualityComparer<Called>
    {
        public bool Equals(Called x, Called y) => x.Name == y.Name && x.Namespace == y.Namespace && x.Tenant == y.Tenant;

        public int GetHashCode(Called called) => called.Name.GetHashCode(StringComparison.Ordinal);
    }
}
