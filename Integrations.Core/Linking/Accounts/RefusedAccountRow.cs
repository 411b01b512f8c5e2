namespace Integrations.Core.Linking.Accounts;

/// <summary>A refusal in a list.</summary>
/// <param name="Account">What it was called when it was refused.</param>
/// <param name="RefusedBy">Null where a key of the organization did, or the person is gone.</param>
public sealed record RefusedAccountRow(Guid Id, Guid PersonId, string Person, string Account, string Integration, ProviderAppearance Provider, string? RefusedBy, DateTimeOffset RefusedAt);
