using Integrations.Core.Identity;
using Integrations.Core.Identity.Accounts;
using Integrations.Core.Identity.Entra;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Identity.Passkeys;
using Integrations.Core.Identity.SecondFactors;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Hosting.SignIn.Entra;
using Integrations.Web.Hosting.SignIn.Passkeys;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace Integrations.Web.Features.Account;

/// <summary>A static page, so that passwords never travel over a circuit (SECURITY B3).</summary>
public sealed partial class AccountPage(
    PasswordService passwords, SignInService signIn, SessionService sessions, SecondFactorService secondFactors, PasskeyService passkeys,
    MicrosoftAccounts microsoftAccounts, CurrentCaller caller, NavigationManager navigation, TimeProvider clock)
{
    private const string ChangedMark = "changed";

    private bool _hasPassword = true;
    private IReadOnlyList<SessionRow> _sessions = [];
    private IReadOnlyList<PasskeyRow> _passkeys = [];
    private SecondFactorStanding? _factor;
    private string? _microsoft, _refusal, _passkeyRefusal, _microsoftRefusal;

    [CascadingParameter]
    private HttpContext Context { get; set; } = null!;

    [CascadingParameter]
    private TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    [Inject]
    private PasskeyCeremony Ceremony { get; set; } = null!;

    [Inject]
    private IOptions<MicrosoftOptions> Microsoft { get; set; } = null!;

    [SupplyParameterFromQuery(Name = MicrosoftAnswer.Outcome)]
    private string? MicrosoftOutcome { get; set; }

    [SupplyParameterFromForm(FormName = "add-passkey", Name = "PasskeyName")]
    private string? PasskeyName { get; set; }

    [SupplyParameterFromForm(FormName = "remove-passkey")]
    private RemoveForm? RemoveEntry { get; set; }

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
        var keys = await passkeys.ListAsync(caller.Value, Context.RequestAborted);
        _passkeys = keys.IsSuccess ? keys.Value : [];
        if (Microsoft.Value.IsOn)
        {
            var linked = await microsoftAccounts.GetAsync(caller.Value, Context.RequestAborted);
            _microsoft = linked.IsSuccess ? linked.Value.Name : null;
        }
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
        if (await signIn.ReopenSessionAsync(caller.Value, Context.SignInOrigin(), Context.RequestAborted) is not var (who, session))
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

    private async Task AddPasskeyAsync(string? credential)
    {
        var created = await Ceremony.CreatedAsync(Context, caller.Value, credential);
        var added = created.TryGet(out var passkey, out var failure) ? await passkeys.AddAsync(Me, passkey, PasskeyName ?? "", Context.RequestAborted) : failure;
        AfterPasskey(added);
    }

    private async Task RemovePasskeyAsync() => AfterPasskey(await passkeys.RemoveAsync(Me, RemoveEntry?.Id ?? "", Context.RequestAborted));

    private void AfterPasskey(Result<Done> act) => _passkeyRefusal = AfterAct(act, "passkeys");

    private async Task UnlinkMicrosoftAsync() => _microsoftRefusal = AfterAct(await microsoftAccounts.UnlinkAsync(Me, Context.RequestAborted), "microsoft");

    /// <summary>Back to its part of the page, or to where the password is confirmed first; what is to be said where neither helps.</summary>
    private string? AfterAct(Result<Done> act, string section)
    {
        if (act.Failure is { } failure && failure.Code != Caller.ReauthenticationCode)
        {
            Context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return failure.Message;
        }

        var here = $"/account#{section}";
        navigation.NavigateTo(act.Failure is null ? here : SessionCookie.ConfirmAddress(here));
        return null;
    }

    private void Refuse(string message)
    {
        _refusal = message;
        Context.Response.StatusCode = StatusCodes.Status400BadRequest;
    }

    private sealed class RemoveForm
    {
        public string? Id { get; set; }
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
