using System.Security.Claims;
using Integrations.Core.Permissions;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Components.Authorization;

namespace Integrations.Tests.Infrastructure;

/// <summary>Tells components who looks at them.</summary>
internal static class SignedIn
{
    public static CurrentCaller As(Caller caller) => new(new States(HubClaims.ForToken(caller)));

    private sealed class States(ClaimsPrincipal who) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(who));
    }
}
