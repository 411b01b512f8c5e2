using Integrations.Core.Identity;
using Integrations.Core.Identity.SecondFactors;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace Integrations.Web.Features.Account;

/// <summary>A static page, so that keys and codes never travel over a circuit (SECURITY B3).</summary>
public sealed partial class SecondFactorPage(
    SecondFactorService secondFactors, UserDirectory directory, CurrentCaller caller, NavigationManager navigation, IOptions<AccessOptions> options, TimeProvider clock)
{
    private SecondFactorStanding? _standing;
    private SecondFactorKey? _key;
    private IReadOnlyList<Secret>? _codes;
    private string? _refusal;

    [CascadingParameter]
    private HttpContext Context { get; set; } = null!;

    [CascadingParameter]
    private TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    [SupplyParameterFromForm(FormName = "confirm-code")]
    private CodeForm? CodeEntry { get; set; }

    [SupplyParameterFromForm(FormName = "turn-off")]
    private ProofForm? ProofEntry { get; set; }

    private Caller Me => caller.Value with { RequestId = Context.TraceIdentifier };

    private bool IsAskedFor => _codes is null && !Context.User.HasSecondFactor() && options.Value.AsksSecondFactorOf(caller.Value.Role);

    protected override async Task OnInitializedAsync()
    {
        var standing = await secondFactors.GetAsync(Me, Context.RequestAborted);
        (_standing, _refusal) = (standing.IsSuccess ? standing.Value : null, standing.Failure?.Message);
        if (CodeEntry is not null)
        {
            // The form with the key has to be there again for its code to be taken.
            var pending = await secondFactors.PendingAsync(Me, Context.RequestAborted);
            _key = pending.IsSuccess ? pending.Value : Refused<SecondFactorKey>(pending.Failure);
        }
    }

    private async Task BeginAsync()
    {
        var begun = await secondFactors.BeginAsync(Me, Context.RequestAborted);
        _key = begun.IsSuccess ? begun.Value : Refused<SecondFactorKey>(begun.Failure);
    }

    private async Task ConfirmAsync()
    {
        var confirmed = await secondFactors.ConfirmAsync(Me, CodeEntry?.Code ?? "", Context.RequestAborted);
        if (confirmed.Failure is { } failure)
        {
            Refused<Done>(failure);
            return;
        }

        _codes = confirmed.Value;
        await GoOnAsync();
    }

    private async Task RenewAsync()
    {
        var made = await secondFactors.RenewRecoveryCodesAsync(Me, Context.RequestAborted);
        _codes = made.IsSuccess ? made.Value : Refused<IReadOnlyList<Secret>>(made.Failure);
    }

    private async Task TurnOffAsync()
    {
        var off = await secondFactors.TurnOffAsync(Me, ProofEntry?.Proof ?? "", Context.RequestAborted);
        if (off.Failure is { } failure)
        {
            Refused<Done>(failure);
            return;
        }

        await GoOnAsync();
        navigation.NavigateTo("/account");
    }

    // The change gave the person a new stamp; this browser's cookie gets it too, every other one ends.
    private async Task GoOnAsync()
    {
        if (Me is { UserId: { } userId, SessionId: { } sessionId } && await directory.FindEnabledAsync(userId, Context.RequestAborted) is { } who)
        {
            await Context.SignInAsync(Schemes.Session, HubClaims.ForCookie(who, sessionId));
        }
    }

    private T? Refused<T>(Failure failure)
    {
        if (failure.Code == Caller.ReauthenticationCode)
        {
            navigation.NavigateTo(SessionCookie.ConfirmAddress(SessionCookie.SecondFactorPath));
            return default;
        }

        _refusal = failure.Message;
        Context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return default;
    }

    private sealed class CodeForm
    {
        public string? Code { get; set; }

        public override string ToString() => "***";
    }

    private sealed class ProofForm
    {
        public string? Proof { get; set; }

        public override string ToString() => "***";
    }
}
