namespace Integrations.Core.Identity.OpenId;

/// <summary>Who signed in, as a verified identity token says, with what the provider's user info adds.</summary>
/// <param name="Issuer">The token's <c>iss</c>.</param>
/// <param name="Subject">The token's <c>sub</c>; it never changes, addresses do.</param>
/// <param name="Address">The claim <c>email</c>; null where there is none.</param>
/// <param name="IsVerified">The claim <c>email_verified</c>; null where the provider does not say.</param>
/// <param name="Name">The claim <c>name</c>, to show.</param>
/// <param name="RoleValues">The values of the claim that gives roles.</param>
public sealed record OpenIdIdentity(string Issuer, string Subject, string? Address, bool? IsVerified, string? Name, IReadOnlyList<string> RoleValues);
