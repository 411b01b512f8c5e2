using Integrations.Core.Demo;
using Integrations.Core.Identity;
using Integrations.Core.Identity.Accounts;
using Integrations.Core.Identity.OpenId;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Identity.Passkeys;
using Integrations.Core.Setup;
using Integrations.Primitives;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Hosting.SignIn.Entra;
using Integrations.Web.Hosting.SignIn.Passkeys;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace Integrations.Web.Features.Account;

/// <summary>A static page, so that passwords never travel over a circuit (SECURITY B3).</summary>
public sealed partial class SignInPage(
    SignInService signIn, PasskeyService passkeys, NavigationManager navigation, IOptions<DemoOptions> demo, IHostEnvironment environment)
{
    private string? _email, _password, _refusal;
    private bool _isNotSetUp, _hasProviders;
    private OpenIdChoice? _choice;

    [CascadingParameter]
    private HttpContext Context { get; set; } = null!;

    [Inject]
    private PasskeyCeremony Ceremony { get; set; } = null!;

    [Inject]
    private IOptions<MicrosoftOptions> Microsoft { get; set; } = null!;

    [Inject]
    private OpenIdProviders Providers { get; set; } = null!;

    [Inject]
    private FirstRun FirstRun { get; set; } = null!;

    [Inject]
    private ForgottenPasswords Forgotten { get; set; } = null!;

    /// <summary><c>over</c> for who opened the set-up address of a hub that is set up.</summary>
    [SupplyParameterFromQuery(Name = "setup")]
    private string? SetupOutcome { get; set; }

    /// <summary>What came of signing in with Microsoft, where it did not succeed.</summary>
    [SupplyParameterFromQuery(Name = MicrosoftAnswer.Outcome)]
    private string? MicrosoftOutcome { get; set; }

    [SupplyParameterFromQuery(Name = SessionCookie.ReturnUrl)]
    private string? ReturnUrl { get; set; }

    /// <summary>A demo account to fill the form with.</summary>
    [SupplyParameterFromQuery(Name = "as")]
    private string? DemoEmail { get; set; }

    [SupplyParameterFromForm(FormName = "sign-in")]
    private SignInForm? Form { get; set; }

    private IReadOnlyList<(string Email, string What)> DemoAccounts => environment.IsDevelopment() && demo.Value.Seed
        ? [
            ("admin@acme.test", Text.T("administrator of Acme")),
            ("user@acme.test", Text.T("user at Acme")),
            ("admin@globex.test", Text.T("administrator of Globex")),
            ("super@demo.test", Text.T("super admin of the hub")),
        ]
        : [];

    protected override void OnInitialized()
    {
        _refusal = MicrosoftOutcome switch
        {
            MicrosoftAnswer.Unknown => Text.T("This Microsoft account opens no account here. Sign in with your password once, and link it on your account page."),
            MicrosoftAnswer.Unreachable => Text.T("Microsoft could not be reached. Try again in a moment, or use your password."),
            SignInService.ProviderOnlyCode => ProviderOnly,
            MicrosoftAnswer.Failed => Text.T("Signing in with Microsoft did not succeed. Try again, or use your password."),
            _ => null,
        };
        if (Form is not null)
        {
            // The password is not sent back.
            _email = Form.Email;
        }
        else if (DemoAccounts.Any(account => account.Email == DemoEmail))
        {
            (_email, _password) = (DemoEmail, demo.Value.Password);
        }
    }

    protected override async Task OnInitializedAsync()
    {
        _isNotSetUp = await FirstRun.IsNeededAsync(Context.RequestAborted);
        _hasProviders = await Providers.AnyAsync(Context.RequestAborted);
    }

    private async Task SignInAsync()
    {
        var answer = await signIn.AnswerPasswordAsync(Form?.Email ?? "", Form?.Password ?? "", Context.SignInOrigin(), Context.RequestAborted);
        if (!answer.TryGet(out var right, out var failure))
        {
            // The same for every address of the domain, whether it has an account or not (SECURITY S3).
            _choice = await Providers.FindChoiceAsync(Form?.Email, Context.RequestAborted);
            Refuse(failure);
            return;
        }

        navigation.NavigateTo(await Context.TakePasswordAsync(right, ReturnUrl));
    }

    private async Task SignInWithPasskeyAsync(string? credential)
    {
        var shown = await Ceremony.ShownAsync(Context, credential);
        if (!shown.TryGet(out var passkey, out var failure))
        {
            Refuse(failure);
            return;
        }

        var answer = await passkeys.SignInAsync(passkey.UserId, passkey.Passkey, Context.SignInOrigin(), Context.RequestAborted);
        if (!answer.TryGet(out var who, out failure))
        {
            // Whose passkey it is was proven, so this tells no stranger anything.
            _choice = failure.Code == SignInService.ProviderOnlyCode ? await Providers.FindChoiceOfMemberAsync(passkey.UserId, Context.RequestAborted) : null;
            Refuse(failure);
            return;
        }

        await Context.OpenSessionAsync(who, SignInProof.Passkey);
        navigation.NavigateTo(ReturnPath.OrStart(ReturnUrl));
    }

    private void Refuse(Failure failure)
    {
        _refusal = failure.Code == SignInService.ProviderOnlyCode ? ProviderOnly : failure.Message;
        Context.Response.StatusCode = StatusCodes.Status400BadRequest;
    }

    private static string ProviderOnly => Text.T("Your organization has its members sign in with its own provider. Use the button with the provider's name.");

    private string MicrosoftAddress => MicrosoftHosting.SignInPath + QueryString.Create(SessionCookie.ReturnUrl, ReturnPath.OrStart(ReturnUrl));

    private string AddressFor(string email) =>
        SessionCookie.SignInPath + QueryString.Create("as", email).Add(SessionCookie.ReturnUrl, ReturnPath.OrStart(ReturnUrl));

    private sealed class SignInForm
    {
        public string? Email { get; set; }

        public string? Password { get; set; }

        public override string ToString() => "***";
    }
}
