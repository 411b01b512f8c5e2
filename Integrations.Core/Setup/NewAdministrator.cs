namespace Integrations.Core.Setup;

/// <summary>An administrator whom the operator lets in.</summary>
/// <param name="Email">Of someone new, or of an account that is there.</param>
/// <param name="Name">1 to 120 characters; null for the part of the address before the @, or the name that the account has.</param>
/// <param name="Organization">Made where there is none of that name; null for the only one.</param>
/// <param name="IsSuper">Administers the hub; without an organization nothing else.</param>
public sealed record NewAdministrator(string Email, string? Name, string? Organization, bool IsSuper);
