using Integrations.Core.Identity.Accounts;
using Integrations.Core.Identity.OpenId;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Identity.Passkeys;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Hosting.SignIn.Passkeys;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Account;

/// <summary>Makes the session fresh again (SECURITY S5). A static page, so that passwords never travel over a circuit (SECURITY B3).</summary>
public sealed partial class ConfirmPage(
    BrowserSessions browsers, PasswordService passwords, PasskeyService passkeys, CurrentCaller caller, NavigationManager navigation)
{
    private string? _refusal;
    private bool _hasPassword, _hasPasskey;
    private OpenIdChoice? _choice;

    [CascadingParameter]
    private HttpContext Context { get; set; } = null!;

    [Inject]
    private PasskeyCeremony Ceremony { get; set; } = null!;

    [Inject]
    private OpenIdProviders Providers { get; set; } = null!;

    [SupplyParameterFromQuery(Name = SessionCookie.ReturnUrl)]
    private string? ReturnUrl { get; set; }

    [SupplyParameterFromForm(FormName = "confirm")]
    private ConfirmForm? Form { get; set; }

    private Caller Me => caller.Value with { RequestId = Context.TraceIdentifier };

    protected override async Task OnInitializedAsync()
    {
        _hasPassword = await passwords.HasOneAsync(Me, Context.RequestAborted);
        _hasPasskey = (await passkeys.ListAsync(Me, Context.RequestAborted)) is { IsSuccess: true, Value.Count: > 0 };
        _choice = Me.OrganizationId is { } organizationId ? await Providers.FindChoiceAsync(organizationId, Context.RequestAborted) : null;
    }

    private async Task ConfirmAsync() => Answer(await browsers.ConfirmAsync(Me, Form?.Password ?? "", Context.RequestAborted));

    private async Task ConfirmWithPasskeyAsync(string? credential)
    {
        var shown = await Ceremony.ShownAsync(Context, credential);
        Answer(shown.TryGet(out var passkey, out var failure) ? await passkeys.ConfirmAsync(Me, passkey.UserId, passkey.Passkey, Context.RequestAborted) : failure);
    }

    private void Answer(Result<Done> confirmed)
    {
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
