using System.Text;
using Lineage.Contracts;
using Lineage.Server.Features.Graph.Reading;
using Lineage.Server.Infrastructure.Identity;

namespace Lineage.Server.Features.Catalog.Reading;

/// <summary>
/// What a caller may see of facets. Who may see stored events sees all; a reader sees those that describe structure, since queries, code,
/// messages, statistics and whatever tools invent may hold personal data. Remembers what it withheld.
/// </summary>
internal sealed class Sight(Caller caller)
{
    private static readonly HashSet<string> Open =
    [
        "schema", "tags", "ownership", "documentation", "version", "datasetType", "storage", "dataSource", "lifecycleStateChange", "symlinks", "columnLineage", "lineage",
        "catalog", "hierarchy", "jobType", "sourceCodeLocation", "parent", "jobDependencies", "nominalTime", "processing_engine", "inputStatistics", "outputStatistics",
    ];

    private readonly SortedSet<string> _withheld = new(StringComparer.Ordinal);

    /// <summary>True when the caller may see events as they were received.</summary>
    public bool Full { get; } = Policies.RolesOf[Policies.StoredEvents].Any(caller.Roles.Contains);

    public IReadOnlyList<string> Withheld => [.. _withheld];

    /// <summary>Whether the content of a facet of this name may be shown; if not, it is noted.</summary>
    public bool Shows(string facet)
    {
        if (Full || Open.Contains(facet)) return true;
        _withheld.Add(facet);
        return false;
    }

    /// <summary>A facet as it stands in answers.</summary>
    public FacetDetails Details(FacetRow facet) =>
        new(facet.Name, facet.Scope, facet.ValidAt, Shows(facet.Name) && facet.Body is { } body ? new RawJson(Encoding.UTF8.GetBytes(body)) : null);
}
