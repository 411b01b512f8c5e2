using Integrations.Core.Permissions;
using Microsoft.AspNetCore.Components.Authorization;

namespace Integrations.Web.Hosting.SignIn;

/// <summary>Who uses this page. For components; endpoints take a <see cref="Caller"/> parameter.</summary>
public sealed class CurrentCaller(AuthenticationStateProvider states)
{
    /// <summary>The caller now, or <see cref="Caller.Anonymous"/>. Ask each time: a session may end under an open page.</summary>
    public Caller Value
    {
        get
        {
            var state = states.GetAuthenticationStateAsync();
            // On circuits and in static pages the state is there before the first component; the task is a formality.
            return state.IsCompletedSuccessfully
                ? state.Result.User.ToCaller()
                : throw new InvalidOperationException("The authentication state is not known yet; use GetAsync.");
        }
    }

    public async Task<Caller> GetAsync() => (await states.GetAuthenticationStateAsync()).User.ToCaller();
}
