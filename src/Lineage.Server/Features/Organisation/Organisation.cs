using Lineage.Server.Infrastructure.Record;

namespace Lineage.Server.Features.Organisation;

/// <summary>Who answers for the processing: what stands on the cover of reports. The latest one holds.</summary>
/// <param name="Controller">The controller (GDPR Art. 4(7)).</param>
/// <param name="Representative">Its representative in the Union (GDPR Art. 27), where one is designated.</param>
/// <param name="DataProtectionOfficer">The data protection officer (GDPR Art. 37), where one is designated.</param>
/// <param name="Confidentiality">The class of confidentiality printed on every page.</param>
internal sealed record OrganisationDescribed(PartyDescription Controller, PartyDescription? Representative, PartyDescription? DataProtectionOfficer, string Confidentiality) : IDecidedEvent;

/// <summary>A person or organisation, with a postal address in one line and an e-mail address or telephone number.</summary>
internal sealed record PartyDescription(string Name, string Address, string Contact);
