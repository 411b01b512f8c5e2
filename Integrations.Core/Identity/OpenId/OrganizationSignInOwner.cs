namespace Integrations.Core.Identity.OpenId;

/// <summary>An administrator who could keep a password while the provider is all that others may use.</summary>
public sealed record OrganizationSignInOwner(Guid Id, string Email, string DisplayName);
