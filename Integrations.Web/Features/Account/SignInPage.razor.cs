using Integrations.Core.Access;
using Integrations.Core.Access.Accounts;
using Integrations.Core.Demo;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace Integrations.Web.Features.Account;

/// <summary>A static page, so that passwords never travel over a circuit (SECURITY B3).</summary>
public sealed partial class SignInPage(
    SignInService signIn, SignInTickets tickets, NavigationManager navigation, IOptions<DemoOptions> demo, IHostEnvironment environment)
{
    private string? _email, _password, _refusal;

    [CascadingParameter]
    private HttpContext Context { get; set; } = null!;

    [SupplyParameterFromQuery(Name = SessionCookie.ReturnUrl)]
    private string? ReturnUrl { get; set; }

    /// <summary>A demo account to fill the form with.</summary>
    [SupplyParameterFromQuery(Name = "as")]
    private string? DemoEmail { get; set; }

    [SupplyParameterFromForm(FormName = "sign-in")]
    private SignInForm? Form { get; set; }

    private IReadOnlyList<(string Email, string What)> DemoAccounts => environment.IsDevelopment() && demo.Value.Seed
        ? [
            ("admin@acme.test", "administrator of Acme"),
            ("user@acme.test", "user at Acme"),
            ("admin@globex.test", "administrator of Globex"),
            ("super@demo.test", "super admin of the hub"),
        ]
        : [];

    protected override void OnInitialized()
    {
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

    private async Task SignInAsync()
    {
        var origin = Context.SignInOrigin();
        var answer = await signIn.AnswerPasswordAsync(Form?.Email ?? "", Form?.Password ?? "", origin, Context.RequestAborted);
        if (!answer.TryGet(out var right, out var failure))
        {
            _refusal = failure.Message;
            Context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        if (right.NeedsCode)
        {
            TicketCookie.Set(Context, tickets.Create(right.Who));
            navigation.NavigateTo(SessionCookie.CodePath + QueryString.Create(SessionCookie.ReturnUrl, ReturnPath.OrStart(ReturnUrl)));
            return;
        }

        var session = await signIn.OpenSessionAsync(right.Who, SignInProof.Password, Context.User.Id(HubClaims.Session), origin, Context.RequestAborted);
        await Context.SignInAsync(Schemes.Session, HubClaims.ForCookie(right.Who, session.Id));
        navigation.NavigateTo(ReturnPath.OrStart(ReturnUrl));
    }

    private string AddressFor(string email) =>
        SessionCookie.SignInPath + QueryString.Create("as", email).Add(SessionCookie.ReturnUrl, ReturnPath.OrStart(ReturnUrl));

    private sealed class SignInForm
    {
        public string? Email { get; set; }

        public string? Password { get; set; }

        public override string ToString() => "***";
    }
}
