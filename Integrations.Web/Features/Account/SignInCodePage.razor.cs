using Integrations.Core.Identity;
using Integrations.Core.Identity.Accounts;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Account;

/// <summary>The second step of signing in, for those with a second factor; the first left a ticket.</summary>
public sealed partial class SignInCodePage(SignInService signIn, NavigationManager navigation)
{
    private string? _refusal;

    [CascadingParameter]
    private HttpContext Context { get; set; } = null!;

    [SupplyParameterFromQuery(Name = SessionCookie.ReturnUrl)]
    private string? ReturnUrl { get; set; }

    [SupplyParameterFromForm(FormName = "sign-in-code")]
    private CodeForm? Form { get; set; }

    private string? Ticket => StepCookie.Ticket.Get(Context);

    protected override void OnInitialized()
    {
        if (Ticket is null)
        {
            navigation.NavigateTo(SessionCookie.SignInPath);
        }
    }

    private async Task SignInAsync()
    {
        var answer = await signIn.CheckTicketAsync(Ticket ?? "", Form?.Code ?? "", Context.SignInOrigin(), Context.RequestAborted);
        if (!answer.TryGet(out var who, out var failure))
        {
            _refusal = failure.Message;
            Context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        StepCookie.Ticket.Clear(Context);
        await Context.OpenSessionAsync(who, SignInProof.PasswordAndCode);
        navigation.NavigateTo(ReturnPath.OrStart(ReturnUrl));
    }

    private sealed class CodeForm
    {
        public string? Code { get; set; }

        public override string ToString() => "***";
    }
}
