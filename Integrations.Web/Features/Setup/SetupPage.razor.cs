using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;
using Integrations.Core.Setup;
using Integrations.Primitives;
using Integrations.Web.Hosting;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Hosting.SignIn.Passkeys;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Setup;

/// <summary>Where the one-time address leads that a hub without accounts prints. A static page, so that the password never travels over a circuit (SECURITY B3).</summary>
public sealed partial class SetupPage(FirstRun firstRun, NavigationManager navigation, IServiceProvider services)
{
    private bool _withPasskey;
    private Failure? _closed, _refused;
    private FirstRunResult? _result;

    [CascadingParameter]
    private HttpContext Context { get; set; } = null!;

    [Inject]
    private PasskeyCeremony Ceremony { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "token")]
    private string? Token { get; set; }

    [SupplyParameterFromForm(FormName = "setup")]
    private SetupForm? Form { get; set; }

    private string PasskeyOptions => PasskeyHosting.FirstPath + QueryString.Create("token", Token ?? "");

    private bool IsOther => !string.IsNullOrWhiteSpace(Form?.OtherName) || !string.IsNullOrWhiteSpace(Form?.OtherEmail);

    protected override async Task OnInitializedAsync()
    {
        // The address is a secret until it is used: it goes to no other site and into no cache.
        Context.Response.Headers["Referrer-Policy"] = "no-referrer";
        Context.Response.Headers.CacheControl = "no-store";
        if (!await firstRun.IsNeededAsync(Context.RequestAborted))
        {
            navigation.NavigateTo($"{SessionCookie.SignInPath}?setup=over");
            return;
        }

        // A form that was sent brings its token along and has it checked there.
        if (!HttpMethods.IsPost(Context.Request.Method))
        {
            Refuse(await firstRun.CheckAsync(Token, Context.SignInOrigin(), Context.RequestAborted));
        }
    }

    private async Task CompleteAsync()
    {
        FirstPasskey? passkey = null;
        if (Form is { Credential: { Length: > 0 } credential })
        {
            var created = await Ceremony.CreatedAsync(Context, credential);
            if (!created.TryGet(out var made, out var unproven))
            {
                Refuse(unproven);
                return;
            }

            passkey = new FirstPasskey(made.UserId, made.Passkey);
        }
        else if (Form is not { Password: { } typed } || typed != Form.Repeated)
        {
            Refuse(Failure.InvalidField("repeated", Text.T("The two entries differ. Type the same password twice.")));
            return;
        }

        var wanted = new FirstRunRequest(
            Form.Name ?? "", Form.Email ?? "", passkey is null ? new Secret(Form.Password!) : null, passkey, Form.Organization ?? "",
            IsOther ? new NewMember(Form.OtherEmail ?? "", Form.OtherName ?? "", Role.TenantAdmin) : null);
        var completed = await firstRun.CompleteAsync(Token, wanted, Context.SignInOrigin(), Context.RequestAborted);
        if (!completed.TryGet(out var result, out var failure))
        {
            Refuse(failure);
            return;
        }

        await Context.OpenSessionAsync(result.SuperAdministrator, passkey is null ? Core.Identity.SignInProof.Password : Core.Identity.SignInProof.Passkey);
        (_result, _withPasskey) = (result, passkey is not null);
    }

    private void Refuse(Failure? failure)
    {
        switch (failure?.Code)
        {
            case null:
                return;
            case "setup.over":
                // Another browser was quicker.
                navigation.NavigateTo($"{SessionCookie.SignInPath}?setup=over");
                return;
            case "setup.link_invalid":
                _closed = failure;
                break;
            default:
                _refused = failure;
                break;
        }

        Context.Response.StatusCode = StatusCodes.Status400BadRequest;
    }

    private string? Error(string field) => _refused?.Fields?.TryGetValue(field, out var messages) == true ? messages[0] : null;

    private bool HasFocus(string field, bool isFirst = false) => _refused?.Fields is { Count: > 0 } ? Error(field) is not null : isFirst;

    private string AddressOf(Invitation invitation) => new Uri(HubAddress.Known(services), invitation.Path.Reveal()).ToString();

    private sealed class SetupForm
    {
        public string? Name { get; set; }

        public string? Email { get; set; }

        public string? Password { get; set; }

        public string? Repeated { get; set; }

        /// <summary>The browser's answer, where a passkey is to open the account in place of a password.</summary>
        public string? Credential { get; set; }

        public string? Organization { get; set; }

        public string? OtherName { get; set; }

        public string? OtherEmail { get; set; }

        public override string ToString() => "***";
    }
}
