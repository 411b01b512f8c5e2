using Integrations.Connectors.Entities;

namespace Integrations.Core.Linking.Accounts;

/// <summary>A person of the organization, and an account of a connected system that may be theirs.</summary>
/// <param name="Person">Who it may belong to.</param>
/// <param name="Source">The system that the account is in.</param>
/// <param name="Account">As the vendor shows it.</param>
/// <param name="Evidence">What speaks for it, the strongest first; at least one.</param>
/// <param name="IsLikely">The address says so, and no one else's account it could be; what is not likely wants a person's look.</param>
public sealed record AccountMatch(AccountPerson Person, LinkSource Source, ExternalEntity Account, IReadOnlyList<AccountEvidence> Evidence, bool IsLikely);
