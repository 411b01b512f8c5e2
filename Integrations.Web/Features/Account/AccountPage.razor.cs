using Integrations.Core.Access;
using Integrations.Core.Access.Accounts;
using Integrations.Core.Access.SecondFactors;
using Integrations.Core.Common;
using Integrations.Core.Organizations;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Account;

/// <summary>A static page, so that passwords never travel over a circuit (SECURITY B3).</summary>
public sealed partial class AccountPage(
    PasswordService passwords, SignInService signIn, SessionService sessions, SecondFactorService secondFactors, CurrentCaller caller, NavigationManager navigation)
{
    private const string ChangedMark = "changed";

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

    [SupplyParameterFromForm(FormName = "end-session")]
    private EndForm? EndEntry { get; set; }

    private bool Changed => PasswordMark == ChangedMark;

    protected override async Task OnInitializedAsync()
    {
        var listed = await sessions.ListAsync(caller.Value, Context.RequestAborted);
        _sessions = listed.IsSuccess ? listed.Value : [];
        var factor = await secondFactors.GetAsync(caller.Value, Context.RequestAborted);
        _factor = factor.IsSuccess ? factor.Value : null;
    }

    private Caller Me => caller.Value with { RequestId = Context.TraceIdentifier };

    private static string RoleInWords(Role role) => role switch
    {
        Role.SuperAdmin => "Super admin: providers, organizations and the state of the hub",
        Role.TenantAdmin => "Administrator: integrations, members and tokens of the organization",
        _ => "User: your own connections, search, meetings and people",
    };

    private async Task ChangeAsync()
    {
        if (Form?.Password is not { } password || password != Form.Repeated)
        {
            Refuse("The two entries differ. Type the new password twice.");
            return;
        }

        var changed = await passwords.ChangeAsync(caller.Value, Form.Present ?? "", password, Context.RequestAborted);
        if (changed.Failure is { } failure)
        {
            Refuse(failure.Code == SessionService.PasswordRefusedCode ? "The present password is not right, or the account is locked for a while." : failure.Message);
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
        SignInProof.PasswordAndCode => ", with a code",
        SignInProof.Passkey => ", with a passkey",
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
        await sessions.EndAllAsync(caller.Value, Context.RequestAborted);
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

    private sealed class ChangePasswordForm
    {
        public string? Present { get; set; }

        public string? Password { get; set; }

        public string? Repeated { get; set; }

        public override string ToString() => "***";
    }
}
