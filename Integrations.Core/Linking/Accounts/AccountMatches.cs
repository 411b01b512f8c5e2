namespace Integrations.Core.Linking.Accounts;

/// <summary>What was found for some people of the address book.</summary>
/// <param name="Found">By person's name, the likely ones of each first.</param>
/// <param name="People">How many people were looked for now.</param>
/// <param name="Total">How many people with an address lack a link to one of the systems.</param>
/// <param name="Systems">How many systems were asked.</param>
/// <param name="Troubles">Those that did not answer, or not for all of them, by name.</param>
public sealed record AccountMatches(IReadOnlyList<AccountMatch> Found, int People, int Total, int Systems, IReadOnlyList<AccountTrouble> Troubles);
