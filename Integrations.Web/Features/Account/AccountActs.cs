using Integrations.Core.Permissions;
using Integrations.Primitives;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Account;

/// <summary>What follows an act on the page of one's account.</summary>
internal static class AccountActs
{
    /// <summary>Back to its part of the page, or to where the password is confirmed first; what is to be said where neither helps.</summary>
    public static string? After(Result<Done> act, string section, HttpContext context, NavigationManager navigation)
    {
        if (act.Failure is { } failure && failure.Code != Caller.ReauthenticationCode)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return failure.Message;
        }

        var here = $"/account#{section}";
        navigation.NavigateTo(act.Failure is null ? here : SessionCookie.ConfirmAddress(here));
        return null;
    }
}
