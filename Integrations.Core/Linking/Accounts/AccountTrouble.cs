using Integrations.Primitives;

namespace Integrations.Core.Linking.Accounts;

/// <summary>A system that did not answer, or an account that could not be linked, and why.</summary>
/// <param name="Name">The integration's, or the account's.</param>
public sealed record AccountTrouble(string Name, Failure Failure);
