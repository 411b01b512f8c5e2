using Integrations.Core.Identity.OpenId;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Hosting.SignIn.OpenId;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Account;

/// <summary>
/// Leads to an organization's own provider, by its id or by the domain of an address. What it answers is the same for every address of a
/// domain (SECURITY S3).
/// </summary>
public sealed partial class ProviderSignInPage(OpenIdProviders providers)
{
    private OpenIdChoice? _choice;
    private string? _refusal;

    [CascadingParameter]
    private HttpContext Context { get; set; } = null!;

    [SupplyParameterFromQuery(Name = OpenIdAnswer.Organization)]
    private string? OrganizationId { get; set; }

    /// <summary>What came of it, where it did not succeed.</summary>
    [SupplyParameterFromQuery(Name = OpenIdAnswer.Outcome)]
    private string? Outcome { get; set; }

    [SupplyParameterFromQuery(Name = SessionCookie.ReturnUrl)]
    private string? ReturnUrl { get; set; }

    [SupplyParameterFromForm(FormName = "find-provider")]
    private FindForm? Form { get; set; }

    protected override async Task OnInitializedAsync()
    {
        _refusal = Outcome is null ? null : Say(Outcome);
        if (Guid.TryParse(OrganizationId, out var organizationId))
        {
            _choice = await providers.FindChoiceAsync(organizationId, Context.RequestAborted);
            _refusal ??= _choice is null ? Say(OpenIdFailures.OffCode) : null;
        }
    }

    private async Task FindAsync()
    {
        _choice = await providers.FindChoiceAsync(Form?.Email, Context.RequestAborted);
        _refusal = _choice is null ? Text.T("No organization with addresses of this domain signs in here with a provider of its own. Use your password or passkey.") : null;
    }

    /// <summary>What is not known here is said in general, and never shown.</summary>
    private static string Say(string outcome) => outcome switch
    {
        OpenIdFailures.UnreachableCode => Text.T("Your organization's provider could not be reached, or did not answer in time. Try again in a moment."),
        OpenIdFailures.MetadataCode => Text.T("Your organization's provider is not set up rightly. Tell an administrator of your organization."),
        OpenIdFailures.UnknownCode => Text.T("The provider knows you, but no account here is yours. Ask an administrator of your organization."),
        OpenIdFailures.UnverifiedCode => Text.T("The provider does not say that your e-mail address was verified, so no account is opened by it."),
        OpenIdFailures.DomainCode => Text.T("Your e-mail address at the provider is in none of the domains of this organization."),
        OpenIdFailures.OffCode => Text.T("This organization does not sign in here with a provider of its own."),
        _ => Text.T("Signing in did not succeed. Try again."),
    };

    private sealed class FindForm
    {
        public string? Email { get; set; }
    }
}
