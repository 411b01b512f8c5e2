using Integrations.Core.Identity.Organizations;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Account;

/// <summary>Asks for a link by mail. What it answers is the same for every address (SECURITY S3).</summary>
public sealed partial class ForgotPasswordPage(ForgottenPasswords forgotten)
{
    private bool _isAsked;

    [CascadingParameter]
    private HttpContext Context { get; set; } = null!;

    [SupplyParameterFromForm(FormName = "forgot-password")]
    private ForgotForm? Form { get; set; }

    private async Task AskAsync()
    {
        await forgotten.AskAsync(Form?.Email ?? "", Context.SignInOrigin(), Context.RequestAborted);
        _isAsked = true;
    }

    private sealed class ForgotForm
    {
        public string? Email { get; set; }
    }
}
