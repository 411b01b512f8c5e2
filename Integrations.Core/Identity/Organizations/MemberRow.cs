using Integrations.Core.Permissions;

namespace Integrations.Core.Identity.Organizations;

/// <summary>A person in a list of members.</summary>
/// <param name="HasSignedUp">False until they have chosen a password.</param>
/// <param name="HasSecondFactor">They give a code besides their password.</param>
public sealed record MemberRow(
    Guid Id, string Email, string DisplayName, Role Role, bool HasSignedUp, bool HasSecondFactor, DateTimeOffset? DisabledAt, DateTimeOffset? LastSignInAt, DateTimeOffset CreatedAt);
