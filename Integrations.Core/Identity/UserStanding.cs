using Integrations.Core.Permissions;

namespace Integrations.Core.Identity;

/// <summary>What the database says about a person right now; tokens and cookies are confirmed against it (SECURITY S2, S8).</summary>
/// <param name="Stamp">A digest of the security stamp; a changed one ends sessions and tokens.</param>
/// <param name="MustUseProvider">Only the organization's provider opens the account: no password, passkey or account elsewhere does.</param>
public sealed record UserStanding(
    Guid Id, string Email, string DisplayName, Role Role, Guid? OrganizationId, string? OrganizationName, bool IsEnabled, string Stamp,
    bool HasSecondFactor, bool MustUseProvider = false);
