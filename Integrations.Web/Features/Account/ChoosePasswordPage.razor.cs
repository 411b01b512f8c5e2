using Integrations.Core.Identity.Organizations;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Account;

/// <summary>Where an invitation's link leads.</summary>
public sealed partial class ChoosePasswordPage(PasswordService passwords)
{
    private string? _refusal;
    private bool _isDone;

    [CascadingParameter]
    private HttpContext Context { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "user")]
    private Guid UserId { get; set; }

    [SupplyParameterFromQuery(Name = "token")]
    private string? Token { get; set; }

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

        var origin = Context.SignInOrigin();
        var answer = await passwords.ChooseAsync(UserId, Token ?? "", password, origin, Context.RequestAborted);
        _isDone = answer.IsSuccess;
        if (answer.Failure is { } failure)
        {
            Refuse(failure.Message);
        }
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
