namespace Lineage.Client;

/// <summary>Who answers for the processing: what stands on the cover of reports.</summary>
/// <param name="Controller">The controller (GDPR Art. 4(7)).</param>
/// <param name="DataProtectionOfficer">The data protection officer (GDPR Art. 37), where one is designated.</param>
/// <param name="Representative">The representative in the Union (GDPR Art. 27), where one is designated.</param>
/// <param name="Confidentiality">Class of confidentiality printed on every page; null takes the server's default.</param>
public sealed record Organisation(Party Controller, Party? DataProtectionOfficer = null, Party? Representative = null, string? Confidentiality = null);

/// <summary>A person or organisation.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">Postal address in one line.</param>
/// <param name="Contact">E-mail address or telephone number.</param>
public sealed record Party(string Name, string Address, string Contact);
