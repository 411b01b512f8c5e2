namespace Integrations.Core.Linking.Accounts;

/// <summary>What came of accepting.</summary>
/// <param name="Links">The links, by which it can be taken back.</param>
/// <param name="Troubles">Accounts that could not be linked, and why.</param>
public sealed record AcceptedAccounts(IReadOnlyList<Guid> Links, IReadOnlyList<AccountTrouble> Troubles);
