using Lineage.Server.Infrastructure.Record;
using Lineage.Server.Infrastructure.Store;

namespace Lineage.Server.Features.Organisation;

/// <summary>Reads what was last said about the organisation.</summary>
internal sealed class OrganisationReader(DecisionReader decisions)
{
    public async Task<OrganisationDescribed?> Find(string tenant, CancellationToken cancellationToken) =>
        (await decisions.Read(tenant, NaturalKey.Organisation(tenant), cancellationToken)).Select(d => d.Data).OfType<OrganisationDescribed>().LastOrDefault();
}
