namespace Lineage.Contracts;

/// <summary>Who answers for the processing: what stands on the cover of reports.</summary>
/// <param name="Controller">The controller (GDPR Art. 4(7)).</param>
/// <param name="Representative">Its representative in the Union (GDPR Art. 27), where one is designated.</param>
/// <param name="DataProtectionOfficer">The data protection officer (GDPR Art. 37), where one is designated.</param>
/// <param name="Confidentiality">The class of confidentiality printed on every page; "Confidential" when absent.</param>
public sealed record Organisation(Party Controller, Party? Representative = null, Party? DataProtectionOfficer = null, string? Confidentiality = null);

/// <summary>A person or organisation.</summary>
/// <param name="Name">The registered or full name.</param>
/// <param name="Address">The postal address in one line.</param>
/// <param name="Contact">An e-mail address or telephone number.</param>
public sealed record Party(string Name, string Address, string Contact);
