using System.Security.Claims;
using Integrations.Core.Identity.Programs;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Integrations.Web.Hosting.SignIn.Programs;

/// <summary>What a program's codes and tokens say, as the server's claims and back.</summary>
internal static class ProgramPrincipal
{
    private const string Stamp = "hub_stamp";
    private const string Organization = "hub_organization";

    /// <param name="authorizationId">The family; null for a program that acts for its organization.</param>
    public static ClaimsPrincipal Of(ProgramPass pass, string? authorizationId)
    {
        var identity = new ClaimsIdentity(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, pass.Subject)
            .SetClaim(Stamp, pass.Stamp)
            .SetClaim(Organization, pass.OrganizationId?.ToString("D"))
            .SetScopes(pass.Scopes)
            .SetResources(pass.Resources)
            .SetDestinations(_ => [Destinations.AccessToken]);
        if (authorizationId is not null)
        {
            identity.SetAuthorizationId(authorizationId);
        }

        return new ClaimsPrincipal(identity);
    }

    /// <summary>Of a code or a refresh token.</summary>
    public static ProgramPass OfGrant(ClaimsPrincipal principal, string clientId) => Read(principal, clientId, principal.GetResources());

    /// <summary>Of an access token.</summary>
    public static ProgramPass OfAccess(ClaimsPrincipal principal) => Read(principal, principal.GetClaim(Claims.ClientId) ?? "", principal.GetAudiences());

    private static ProgramPass Read(ClaimsPrincipal principal, string clientId, IReadOnlyList<string> resources) =>
        new(clientId, principal.GetClaim(Claims.Subject) ?? "", principal.GetScopes(), resources, principal.GetClaim(Stamp))
        {
            OrganizationId = principal.Id(Organization),
            TokenId = Guid.TryParse(principal.GetTokenId(), out var id) ? id : null,
        };
}
