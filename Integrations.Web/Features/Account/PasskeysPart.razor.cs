using Integrations.Core.Identity.Passkeys;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Hosting.SignIn.Passkeys;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Account;

/// <summary>The passkeys of one's account: adding one, and removing one.</summary>
public sealed partial class PasskeysPart(PasskeyService passkeys, CurrentCaller caller, NavigationManager navigation, TimeProvider clock)
{
    private IReadOnlyList<PasskeyRow> _passkeys = [];
    private string? _refusal;

    [CascadingParameter]
    private HttpContext Context { get; set; } = null!;

    [CascadingParameter]
    private TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    [Inject]
    private PasskeyCeremony Ceremony { get; set; } = null!;

    [SupplyParameterFromForm(FormName = "add-passkey", Name = "PasskeyName")]
    private string? PasskeyName { get; set; }

    [SupplyParameterFromForm(FormName = "remove-passkey")]
    private RemoveForm? RemoveEntry { get; set; }

    private Caller Me => caller.Value with { RequestId = Context.TraceIdentifier };

    protected override async Task OnInitializedAsync()
    {
        var keys = await passkeys.ListAsync(caller.Value, Context.RequestAborted);
        _passkeys = keys.IsSuccess ? keys.Value : [];
    }

    private async Task AddPasskeyAsync(string? credential)
    {
        var created = await Ceremony.CreatedAsync(Context, caller.Value, credential);
        After(created.TryGet(out var passkey, out var failure) ? await passkeys.AddAsync(Me, passkey, PasskeyName ?? "", Context.RequestAborted) : failure);
    }

    private async Task RemovePasskeyAsync() => After(await passkeys.RemoveAsync(Me, RemoveEntry?.Id ?? "", Context.RequestAborted));

    private void After(Result<Done> act) => _refusal = AccountActs.After(act, "passkeys", Context, navigation);

    private sealed class RemoveForm
    {
        public string? Id { get; set; }
    }
}
