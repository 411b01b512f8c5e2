using Integrations.Core.Identity;
using Integrations.Core.Identity.Accounts;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Identity.SecondFactors;
using Integrations.Core.Permissions;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Account;

/// <summary>A static page, so that passwords never travel over a circuit (SECURITY B3).</summary>
public sealed partial class AccountPage(
    PasswordService passwords, BrowserSessions browsers, SessionService sessions, SecondFactorService secondFactors, CurrentCaller caller, NavigationManager navigation, TimeProvider clock)
{
    private const string ChangedMark = "changed";

    private bool _hasPassword = true;
    private IReadOnlyList<SessionRow> _sessions = [];
    private SecondFactorStanding? _factor;
    private string? _refusal;

    [CascadingParameter]
    private HttpContext Context { get; set; } = null!;

    [CascadingParameter]
    private TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    [SupplyParameterFromQuery(Name = "password")]
    private string? PasswordMark { get; set; }

    [SupplyParameterFromForm(FormName = "change-password")]
    private ChangePasswordForm? Form { get; set; }

    [SupplyParameterFromForm(FormName = "sign-out-everywhere")]
    private AlsoEndForm? EndAllEntry { get; set; }

    [SupplyParameterFromForm(FormName = "end-session")]
    private EndForm? EndEntry { get; set; }

    private bool Changed => PasswordMark == ChangedMark;

    protected override async Task OnInitializedAsync()
    {
        _hasPassword = await passwords.HasOneAsync(caller.Value, Context.RequestAborted);
        var listed = await sessions.ListAsync(caller.Value, Context.RequestAborted);
        _sessions = listed.IsSuccess ? listed.Value : [];
        var factor = await secondFactors.GetAsync(caller.Value, Context.RequestAborted);
        _factor = factor.IsSuccess ? factor.Value : null;
    }

    private Caller Me => caller.Value with { RequestId = Context.TraceIdentifier };

    private static string RoleInWords(Caller who) => who.Role switch
    {
        Role.SuperAdmin when who.OrganizationId is not null => Text.T("Super admin and administrator: the hub itself, and the integrations, members and tokens of the organization"),
        Role.SuperAdmin => Text.T("Super admin: providers, organizations and the state of the hub"),
        Role.TenantAdmin => Text.T("Administrator: integrations, members and tokens of the organization"),
        _ => Text.T("User: your own connections, search, meetings and people"),
    };

    private async Task ChangeAsync()
    {
        if (Form?.Password is not { } password || password != Form.Repeated)
        {
            Refuse(Text.T("The two entries differ. Type the new password twice."));
            return;
        }

        var changed = await passwords.ChangeAsync(Me, Form.Present ?? "", password, Form.Ways, Context.RequestAborted);
        if (changed.Failure is { Code: Caller.ReauthenticationCode })
        {
            navigation.NavigateTo(SessionCookie.ConfirmAddress("/account#password"));
            return;
        }

        if (changed.Failure is { } failure)
        {
            Refuse(failure.Code == SessionService.PasswordRefusedCode ? Text.T("The present password is not right, or the account is locked for a while.") : failure.Message);
            return;
        }

        // The change ended every session, this one too; who just proved to be there goes on in a new one.
        if (await browsers.ReopenAsync(caller.Value, Context.SignInOrigin(), Context.RequestAborted) is not var (who, session))
        {
            await Context.SignOutAsync(Schemes.Session);
            navigation.NavigateTo(SessionCookie.SignInPath);
            return;
        }

        await Context.SignInAsync(Schemes.Session, HubClaims.ForCookie(who, session.Id));
        navigation.NavigateTo($"/account?password={ChangedMark}");
    }

    private static string ProofInWords(SignInProof proof) => proof switch
    {
        SignInProof.PasswordAndCode => Text.T(", with a code"),
        SignInProof.Passkey => Text.T(", with a passkey"),
        SignInProof.Microsoft => Text.T(", with Microsoft"),
        SignInProof.Organization => Text.T(", with the organization's provider"),
        _ => "",
    };

    private async Task EndOneAsync()
    {
        // One that has ended meanwhile is as gone as one that ends now.
        await sessions.EndAsync(Me, EndEntry?.Id ?? Guid.Empty, Context.RequestAborted);
        navigation.NavigateTo("/account#sessions");
    }

    private async Task EndOthersAsync()
    {
        await sessions.EndOthersAsync(Me, Context.RequestAborted);
        navigation.NavigateTo("/account#sessions");
    }

    private async Task EndAllAsync()
    {
        await sessions.EndAllAsync(Me, EndAllEntry?.Ways ?? WaysIn.None, Context.RequestAborted);
        await Context.SignOutAsync(Schemes.Session);
        navigation.NavigateTo(SessionCookie.SignInPath);
    }

    private void Refuse(string message)
    {
        _refusal = message;
        Context.Response.StatusCode = StatusCodes.Status400BadRequest;
    }

    private sealed class EndForm
    {
        public Guid Id { get; set; }
    }

    private sealed class ChangePasswordForm : AlsoEndForm
    {
        public string? Present { get; set; }

        public string? Password { get; set; }

        public string? Repeated { get; set; }

        public override string ToString() => "***";
    }
}
