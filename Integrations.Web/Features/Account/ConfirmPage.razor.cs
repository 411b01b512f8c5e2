using Integrations.Core.Access.Accounts;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Texts;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Account;

/// <summary>Makes the session fresh again (SECURITY S5). A static page, so that passwords never travel over a circuit (SECURITY B3).</summary>
public sealed partial class ConfirmPage(SignInService signIn, CurrentCaller caller, NavigationManager navigation)
{
    private string? _refusal;

    [CascadingParameter]
    private HttpContext Context { get; set; } = null!;

    [SupplyParameterFromQuery(Name = SessionCookie.ReturnUrl)]
    private string? ReturnUrl { get; set; }

    [SupplyParameterFromForm(FormName = "confirm")]
    private ConfirmForm? Form { get; set; }

    private async Task ConfirmAsync()
    {
        var who = caller.Value with { RequestId = Context.TraceIdentifier };
        var confirmed = await signIn.ConfirmAsync(who, Form?.Password ?? "", Context.RequestAborted);
        if (confirmed.Failure is { } failure)
        {
            _refusal = failure.Code == SessionService.PasswordRefusedCode ? Text.T("The password is not right, or the account is locked for a while.") : failure.Message;
            Context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        navigation.NavigateTo(ReturnPath.OrStart(ReturnUrl));
    }

    private sealed class ConfirmForm
    {
        public string? Password { get; set; }

        public override string ToString() => "***";
    }
}
