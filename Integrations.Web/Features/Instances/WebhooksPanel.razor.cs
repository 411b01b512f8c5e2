using Integrations.Connectors.Manifest;
using Integrations.Core.Events;
using Integrations.Core.Management;
using Integrations.Core.VendorEvents;
using Integrations.Core.VendorEvents.Subscriptions;
using Integrations.Core.Webhooks;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Integrations.Web.Features.Instances;

/// <summary>Both directions of one integration's events: who is told of it, and what its vendor tells us.</summary>
public sealed partial class WebhooksPanel(
    WebhookEndpointService webhooks, InboundAddressService addresses, InboundLog inbound, SubscriptionService subscriptions, CurrentCaller caller, ISnackbar toasts) : IDisposable
{
    private const int Shown = 20;

    private readonly LatestOnly _loads = new();
    private IReadOnlyList<WebhookEndpointView>? _endpoints;
    private IReadOnlyList<InboundEventRow> _events = [];
    private IReadOnlyList<SubscriptionView> _subscriptions = [];
    private HashSet<string> _told = [];
    private InboundAddressView? _address;
    private Secret? _secret;
    private string? _given;
    private Failure? _refused;
    private string? _failure;
    private bool _loaded;
    private bool _working;

    [Parameter, EditorRequired]
    public InstanceView View { get; set; } = null!;

    private CurrentCaller Current => caller;

    private FieldDescriptor Given => new("secret", Text.T("Signing secret of {0}", View.ProviderName))
    {
        Secret = true,
        MaxLength = InboundSecrets.MaxLength,
        Help = Text.T("Only where the vendor made it (8 to 128 characters). Left empty, the hub makes a strong one."),
    };

    private HashSet<string> Told => _told;

    public void Dispose() => _loads.Dispose();

    protected override Task OnInitializedAsync()
    {
        _told = [.. EventTypes.ToldBy(View.Provider?.Connector)];
        return LoadAsync();
    }

    private async Task LoadAsync()
    {
        _failure = null;
        var found = await _loads.RunAsync(async ct =>
        {
            var address = await addresses.GetAsync(caller.Value, View.Id, ct);
            var events = await inbound.LatestAsync(caller.Value, View.Id, Shown, ct);
            var endpoints = caller.Value.IsTenantAdmin ? await webhooks.ListAsync(caller.Value, ct) : Result<IReadOnlyList<WebhookEndpointView>>.Success([]);
            var open = await subscriptions.ListAsync(caller.Value, View.Id, ct);
            _subscriptions = open.IsSuccess ? open.Value : [];
            return new Found(address.IsSuccess ? address.Value : null, events.IsSuccess ? events.Value : [], new Loaded<IReadOnlyList<WebhookEndpointView>>(endpoints));
        });
        if (found is not null)
        {
            (_address, _events, _loaded) = (found.Address, found.Events, true);
            (_endpoints, _failure) = ([.. (found.Endpoints.Value ?? []).Where(e => e.Events.Any(_told.Contains))], found.Endpoints.Failure);
        }
    }

    private Task OpenAsync() => OnceAsync(async () =>
    {
        var opened = await addresses.OpenAsync(caller.Value, View.Id, string.IsNullOrWhiteSpace(_given) ? null : _given, overlap: true, CancellationToken.None);
        _refused = opened.Failure;
        if (opened.TryGet(out var made, out _))
        {
            (_address, _secret, _given) = (made.Address, made.Secret, null);
        }
    });

    private Task CloseAsync() => OnceAsync(async () =>
    {
        var closed = await addresses.CloseAsync(caller.Value, View.Id, CancellationToken.None);
        _refused = closed.Failure;
        if (closed.IsSuccess)
        {
            (_address, _secret) = (null, null);
            toasts.Notify(Severity.Success, Text.T("The address is closed"));
        }
    });

    private Task ReplayAsync(InboundEventRow heard) => OnceAsync(async () =>
    {
        _refused = (await inbound.ReplayAsync(caller.Value, View.Id, heard.Id, CancellationToken.None)).Failure;
        await LoadAsync();
    });

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

    private sealed record Found(InboundAddressView? Address, IReadOnlyList<InboundEventRow> Events, Loaded<IReadOnlyList<WebhookEndpointView>> Endpoints);
}
