namespace Integrations.Core.Identity.OpenId;

/// <summary>A provider as the sign-in page offers it.</summary>
/// <param name="Name">On the button.</param>
public sealed record OpenIdChoice(Guid OrganizationId, string Name);
