namespace Integrations.Core.Linking.Accounts;

/// <summary>Someone of the address book whose accounts are looked for.</summary>
/// <param name="Email">By which they are looked for.</param>
public sealed record AccountPerson(Guid Id, string Name, string Email);
