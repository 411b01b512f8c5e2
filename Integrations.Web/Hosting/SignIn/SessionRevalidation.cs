using System.Security.Claims;
using Integrations.Core.Identity;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.Options;

namespace Integrations.Web.Hosting.SignIn;

/// <summary>
/// Asks the database every half minute (<see cref="AccessOptions.SessionCheck"/>) whether the person behind a circuit may still be there; with what the directory
/// remembers that stays under the minute of SECURITY S2 and B2. A no signs the circuit out.
/// </summary>
internal sealed class SessionRevalidation(ILoggerFactory loggers, UserDirectory directory, IOptions<AccessOptions> options)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => options.Value.SessionCheck;

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        IsStillTrueAsync(directory, authenticationState, cancellationToken);

    /// <summary>Looks the session up again, after the person confirmed their password beside the circuit.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var known = await GetAuthenticationStateAsync();
        if (await SessionCookie.ConfirmAsync(directory, known.User, known.User.ToCaller().RemoteAddress, cancellationToken) is { } confirmed)
        {
            SetAuthenticationState(Task.FromResult(new AuthenticationState(confirmed)));
        }
    }

    /// <summary>Asks now, out of turn, and signs the circuit out on a no.</summary>
    /// <returns>Whether it was signed out.</returns>
    public async Task<bool> EndIfOverAsync(CancellationToken cancellationToken)
    {
        if (await IsStillTrueAsync(directory, await GetAuthenticationStateAsync(), cancellationToken))
        {
            return false;
        }

        SetAuthenticationState(Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity()))));
        return true;
    }

    /// <summary>False also when the role or the organization is another than the circuit knows.</summary>
    internal static async Task<bool> IsStillTrueAsync(UserDirectory directory, AuthenticationState state, CancellationToken cancellationToken)
    {
        var known = state.User.ToCaller();
        return known.IsAnonymous
            || (await SessionCookie.ConfirmAsync(directory, state.User, known.RemoteAddress, cancellationToken) is { } confirmed
                && confirmed.ToCaller() is var now && now.Role == known.Role && now.OrganizationId == known.OrganizationId);
    }
}
