using Integrations.Core.Events;
using Integrations.Core.Webhooks;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Integrations.Web.Features.Webhooks;

/// <summary>The delivery log. Filters, place and the open row live in the address.</summary>
public sealed partial class DeliveriesPage(
    DeliveryService deliveries, WebhookEndpointService webhooks, CurrentCaller caller, NavigationManager navigation, ISnackbar toasts, TimeProvider clock) : IDisposable
{
    private const int PageSize = 50;
    private const string Chosen = "selected";

    private readonly LatestOnly _loads = new();
    private readonly HashSet<Guid> _chosen = [];
    private CursorPage<DeliveryView>? _page;
    private IReadOnlyList<WebhookEndpointView> _endpoints = [];
    private Failure? _refused;
    private string? _failure;
    private string? _loaded;
    private bool _replaying;
    private bool _working;
    private int _version;
    private int _filters;
    private bool _areRead;

    [CascadingParameter]
    private TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    [SupplyParameterFromQuery(Name = "endpoint")]
    private string? Endpoint { get; set; }

    [SupplyParameterFromQuery(Name = "event")]
    private string? Event { get; set; }

    [SupplyParameterFromQuery(Name = "status")]
    private string? Status { get; set; }

    /// <summary>The cursor of this page; nothing on the newest.</summary>
    [SupplyParameterFromQuery(Name = "before")]
    private string? Before { get; set; }

    /// <summary>The delivery whose details are open.</summary>
    [SupplyParameterFromQuery(Name = "row")]
    private string? Row { get; set; }

    private bool IsFiltered => Endpoint is not null || Event is not null || Status is not null;

    /// <summary>All webhooks are listed, so one that is not there is no more.</summary>
    private bool IsGone => _areRead && Endpoint is not null && _endpoints.All(endpoint => endpoint.Id.ToString() != Endpoint);

    private Guid? OpenId => Guid.TryParse(Row, out var id) ? id : null;

    private IEnumerable<SelectOption> Webhooks => [new("", Text.T("All webhooks")), .. _endpoints.Select(endpoint => new SelectOption(endpoint.Id.ToString(), endpoint.Name)), .. IsGone ? [new SelectOption(Endpoint!, Text.T("A deleted webhook"))] : Array.Empty<SelectOption>()];

    private static IEnumerable<SelectOption> Events =>
        [new("", Text.T("All events")), .. EventTypes.All.Append(EventTypes.WebhookTest).Select(type => new SelectOption(type, WebhookLabels.Event(type)))];

    private IEnumerable<TabLink> States =>
    [
        new(Text.T("All"), AddressOf((nameof(Status), null)), Status is null),
        .. Enum.GetValues<DeliveryStatus>().Select(status => (Key: status.ToString().ToLowerInvariant(), Word: WebhookLabels.Status(status)))
            .Select(state => new TabLink(state.Word, AddressOf((nameof(Status), state.Key)), Status == state.Key)),
    ];

    private ListChoice<DeliveryView> Choice => new(
        row => _chosen.Contains(row.Id),
        EventCallback.Factory.Create<(DeliveryView Row, bool On)>(this, ticked => Choose(ticked.Row.Id, ticked.On)),
        EventCallback.Factory.Create<bool>(this, ChooseAll),
        row => Text.T("{0} to {1}", WebhookLabels.Event(row.EventType), row.EndpointName))
    {
        WhyNot = row => row.Status == DeliveryStatus.Pending ? Text.T("It is under way: open it to try it at once.") : null,
    };

    private string? UrlOf(Guid delivery) =>
        _page?.Items.FirstOrDefault(row => row.Id == delivery) is { } row ? _endpoints.FirstOrDefault(endpoint => endpoint.Id == row.EndpointId)?.Url : null;

    /// <summary>What is under way needs no replay.</summary>
    private IEnumerable<Guid> Replayable => (_page?.Items ?? []).Where(row => row.Status != DeliveryStatus.Pending).Select(row => row.Id);

    private DeliveryFilter Filter => new(
        Guid.TryParse(Endpoint, out var id) ? id : null,
        Enum.TryParse<DeliveryStatus>(Status, ignoreCase: true, out var status) && Enum.IsDefined(status) ? status : null,
        Event);

    public void Dispose() => _loads.Dispose();

    protected override async Task OnInitializedAsync()
    {
        var listed = await webhooks.ListAsync(caller.Value, CancellationToken.None);
        (_endpoints, _areRead) = (listed.IsSuccess ? listed.Value : [], listed.IsSuccess);
    }

    protected override async Task OnParametersSetAsync()
    {
        // Opening a row's details is no reason to read the list again.
        var wanted = string.Join('|', Endpoint, Event, Status, Before);
        if (wanted != _loaded)
        {
            _loaded = wanted;
            _chosen.Clear();
            await LoadAsync();
        }
    }

    /// <summary>The list and the open delivery.</summary>
    private async Task LoadAsync()
    {
        await ReadAsync();
        _version++;
    }

    private async Task ReadAsync()
    {
        _failure = null;
        var found = await _loads.RunAsync(async ct => new Loaded<CursorPage<DeliveryView>>(await deliveries.ListAsync(caller.Value, Filter, Before, PageSize, ct)));
        if (found is not null)
        {
            (_page, _failure) = (found.Value, found.Failure);
        }
    }

    private void Choose(Guid id, bool on)
    {
        if (on)
        {
            _chosen.Add(id);
        }
        else
        {
            _chosen.Remove(id);
        }
    }

    private void ChooseAll(bool on)
    {
        _chosen.Clear();
        if (on)
        {
            _chosen.UnionWith(Replayable);
        }
    }

    private Task ReplayChosenAsync() => ReplayAsync(new ReplayRequest { DeliveryIds = [.. _chosen], IncludeSucceeded = true });

    private async Task ReplayAsync(ReplayRequest request)
    {
        // A second click may arrive before the button is drawn disabled (SECURITY B8).
        if (_working)
        {
            return;
        }

        _working = true;
        var replayed = await deliveries.ReplayAsync(caller.Value, request, CancellationToken.None);
        _refused = replayed.Failure;
        if (replayed.IsSuccess)
        {
            _chosen.Clear();
            _replaying = false;
            toasts.Notify(Severity.Success, Text.T("Replayed"), Text.Count(replayed.Value, "1 delivery is on its way again.", "{0} deliveries are on their way again."));
            await LoadAsync();
        }

        _working = false;
    }

    private void Go(params ReadOnlySpan<(string Name, string? Value)> changes) => navigation.NavigateTo(AddressOf(changes));

    /// <summary>This page with some members changed; place and open row are kept only where they are named.</summary>
    private string AddressOf(params ReadOnlySpan<(string Name, string? Value)> changes)
    {
        var members = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["endpoint"] = Endpoint,
            ["event"] = Event,
            ["status"] = Status,
            ["before"] = null,
            ["row"] = null,
        };
        foreach (var (name, value) in changes)
        {
            members[name.ToLowerInvariant()] = string.IsNullOrEmpty(value) ? null : value;
        }

        return navigation.GetUriWithQueryParameters("/webhooks/deliveries", members);
    }
}
