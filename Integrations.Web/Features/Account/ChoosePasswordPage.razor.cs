using Integrations.Core.Identity;
using Integrations.Core.Identity.Accounts;
using Integrations.Core.Identity.OpenId;
using Integrations.Core.Identity.Organizations;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Hosting.SignIn.OpenId;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Account;

/// <summary>
/// Where an invitation's link leads, and a forgotten password's. Who was invited is signed in with the password they chose, as on the
/// sign-in page; who forgot theirs signs in with the new one. Either way the address that follows holds no link.
/// </summary>
public sealed partial class ChoosePasswordPage(PasswordService passwords, SignInService signIn, UserDirectory directory, OpenIdProviders providers, NavigationManager navigation)
{
    private const string DoneAddress = Invitation.PagePath + "?done=true";

    private string? _refusal;

    [CascadingParameter]
    private HttpContext Context { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "user")]
    private Guid UserId { get; set; }

    [SupplyParameterFromQuery(Name = "token")]
    private string? Token { get; set; }

    /// <summary>The password is set, and signing in is the next step.</summary>
    [SupplyParameterFromQuery(Name = "done")]
    private bool IsDone { get; set; }

    [SupplyParameterFromForm(FormName = "choose-password")]
    private ChoosePasswordForm? Form { get; set; }

    // The link is a secret until it is used: it goes to no other site and into no cache.
    protected override void OnInitialized()
    {
        Context.Response.Headers["Referrer-Policy"] = "no-referrer";
        Context.Response.Headers.CacheControl = "no-store";
    }

    private async Task ChooseAsync()
    {
        if (Form?.Password is not { } password || password != Form.Repeated)
        {
            Refuse(Text.T("The two entries differ. Type the same password twice."));
            return;
        }

        var chosen = await passwords.ChooseAsync(UserId, Token ?? "", password, Context.SignInOrigin(), Context.RequestAborted);
        if (chosen.Failure is { } failure)
        {
            Refuse(failure.Message);
            return;
        }

        navigation.NavigateTo(PasswordLinks.IsForgotten(Token) ? DoneAddress : await SignInAsync(password));
    }

    /// <summary>The way on of someone whose link was right: what the sign-in page would ask besides the password is asked here too.</summary>
    private async Task<string> SignInAsync(string password)
    {
        if (await directory.FindEnabledAsync(UserId, Context.RequestAborted) is not { } who)
        {
            return DoneAddress;
        }

        var answer = await signIn.AnswerPasswordAsync(who.Email, password, Context.SignInOrigin(), Context.RequestAborted);
        if (answer.TryGet(out var right, out var failure))
        {
            return await Context.TakePasswordAsync(right, returnUrl: null);
        }

        // Their organization takes no password, so its provider is the way in; a locked account waits on the sign-in page.
        return failure.Code == SignInService.ProviderOnlyCode && await providers.FindChoiceOfMemberAsync(UserId, Context.RequestAborted) is { } choice
            ? OpenIdAnswer.PagePath + QueryString.Create(OpenIdAnswer.Organization, choice.OrganizationId.ToString("D"))
            : DoneAddress;
    }

    private void Refuse(string message)
    {
        _refusal = message;
        Context.Response.StatusCode = StatusCodes.Status400BadRequest;
    }

    private sealed class ChoosePasswordForm
    {
        public string? Password { get; set; }

        public string? Repeated { get; set; }

        public override string ToString() => "***";
    }
}
