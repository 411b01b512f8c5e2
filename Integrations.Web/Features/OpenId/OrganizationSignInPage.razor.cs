using Integrations.Core.Identity.OpenId;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Hosting.SignIn;
using MudBlazor;
using Text = Integrations.Web.Localization.Text;

namespace Integrations.Web.Features.OpenId;

/// <summary>The organization's own OpenID provider, for its administrators.</summary>
public sealed partial class OrganizationSignInPage(OrganizationSignInService signIn, CurrentCaller caller, PublicOrigin origin, ISnackbar toasts) : IDisposable
{
    private readonly UntilLeft _gone = new();
    private OrganizationSignInView? _view;
    private OrganizationSignInSettings _draft = new();
    private Failure? _refused;
    private Func<Task> _again = () => Task.CompletedTask;
    private string? _failure;
    private bool _working;

    private IEnumerable<SelectOption> Owners => [new("", Text.T("Choose")), .. _view!.Owners.Select(owner => new SelectOption(owner.Id.ToString("D"), $"{owner.DisplayName} · {owner.Email}"))];

    public void Dispose() => _gone.Dispose();

    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        var found = await signIn.GetAsync(caller.Value, _gone.Token);
        (_view, _failure) = (found.IsSuccess ? found.Value : null, found.Failure?.Message);
        if (_view is { Settings: var stored })
        {
            _draft = stored is null ? new OrganizationSignInSettings() : DraftOf(stored, _view.Domains);
        }
    }

    private Task SaveAsync() => ActAsync(SaveAsync, async () =>
    {
        _draft.IsEnforced &= _draft.IsOn;
        return await signIn.SaveAsync(caller.Value, _draft, _view!.Version, CancellationToken.None);
    });

    private Task RemoveAsync() => ActAsync(RemoveAsync, () => signIn.RemoveAsync(caller.Value, _view!.Version, CancellationToken.None));

    private async Task ActAsync(Func<Task> again, Func<Task<Result<Done>>> act)
    {
        // A second click may arrive before the button is drawn disabled (SECURITY B8).
        if (_working)
        {
            return;
        }

        (_working, _again) = (true, again);
        _refused = (await act()).Failure;
        _working = false;
        if (_refused is null)
        {
            await LoadAsync();
            toasts.Notify(Severity.Success, Text.T("Saved"), _view?.Settings?.IsOn == true ? Text.T("It holds from the next sign-in on.") : Text.T("Members do not see it yet. Try it, then turn it on."));
        }
    }

    private static OrganizationSignInSettings DraftOf(OrganizationSignIn stored, IReadOnlyList<string> domains) => new()
    {
        Name = stored.Name,
        Issuer = stored.Issuer,
        ClientId = stored.ClientId,
        Domains = string.Join('\n', domains),
        IsOn = stored.IsOn,
        IsEnforced = stored.IsEnforced,
        OwnerId = stored.OwnerId,
        CreatesAccounts = stored.CreatesAccounts,
        TrustsAddresses = stored.TrustsAddresses,
        RoleClaim = stored.RoleClaim,
        AdministratorValues = stored.AdministratorValues,
    };

    private string Address(string path) => origin.IsKnown ? origin.Url(path) : path;

    private string? Error(string field) => _refused?.Fields?.TryGetValue(field, out var messages) == true ? messages[0] : null;
}
