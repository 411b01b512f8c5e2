using Integrations.Core.Webhooks;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Integrations.Web.Features.Webhooks;

/// <summary>One webhook: how it stands and what can be done about it.</summary>
public sealed partial class WebhookPage(
    WebhookEndpointService webhooks, CurrentCaller caller, NavigationManager navigation, ISnackbar toasts, TimeProvider clock) : IDisposable
{
    private readonly UntilLeft _gone = new();
    private WebhookEndpointView? _endpoint;
    private Secret? _secret;
    private Failure? _refused;
    private string? _missing;
    private bool _working;

    [Parameter]
    public Guid Id { get; set; }

    private TimeProvider Clock => clock;

    public void Dispose() => _gone.Dispose();

    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        var found = await webhooks.GetAsync(caller.Value, Id, _gone.Token);
        (_endpoint, _missing) = (found.IsSuccess ? found.Value : null, found.Failure?.Message);
    }

    private Task TestAsync() => OnceAsync(async () =>
    {
        var sent = await webhooks.SendTestAsync(caller.Value, Id, _gone.Token);
        _refused = sent.Failure;
        if (sent.IsSuccess)
        {
            navigation.NavigateTo($"/webhooks/deliveries?endpoint={Id}&row={sent.Value}");
        }
    });

    private Task SwitchAsync() => OnceAsync(async () =>
    {
        var on = !_endpoint!.IsActive;
        Take(await webhooks.SwitchAsync(caller.Value, Id, on, _gone.Token), on ? Text.T("Enabled") : Text.T("Disabled"));
    });

    private Task RotateAsync() => OnceAsync(async () =>
    {
        var rotated = await webhooks.RotateSecretAsync(caller.Value, Id, _gone.Token);
        _secret = rotated.IsSuccess ? rotated.Value.Secret : null;
        Take(rotated.Map(value => value.Endpoint), Text.T("Secret rotated"));
    });

    private Task DeleteAsync() => OnceAsync(async () =>
    {
        var deleted = await webhooks.DeleteAsync(caller.Value, Id, _gone.Token);
        _refused = deleted.Failure;
        if (deleted.IsSuccess)
        {
            toasts.Notify(Severity.Success, Text.T("Deleted"), _endpoint!.Name);
            navigation.NavigateTo("/webhooks");
        }
    });

    private void Take(Result<WebhookEndpointView> changed, string done)
    {
        _refused = changed.Failure;
        if (changed.IsSuccess)
        {
            _endpoint = changed.Value;
            toasts.Notify(Severity.Success, done, _endpoint.Name);
        }
    }

    /// <summary>A second click may arrive before the button is drawn disabled (SECURITY B8).</summary>
    private async Task OnceAsync(Func<Task> act)
    {
        if (!_working)
        {
            _working = true;
            await act();
            _working = false;
        }
    }
}
