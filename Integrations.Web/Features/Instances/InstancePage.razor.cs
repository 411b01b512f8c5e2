using Integrations.Core.Connections;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Web.Components.Shared;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Integrations.Web.Features.Instances;

/// <summary>One integration: how it stands, and everything that can be done with it. The tab is in the address.</summary>
public sealed partial class InstancePage(
    InstanceService instances, ConnectionService connections, InstanceRemedy fixer, CurrentCaller caller, NavigationManager navigation, ISnackbar toasts, TimeProvider clock) : IDisposable
{
    private readonly LatestOnly _loads = new();
    private readonly LatestOnly _tests = new();
    private InstanceView? _view;
    private TestOutcome? _test;
    private string? _failure;
    private bool _isGone;
    private bool _testing;
    private bool _working;
    private bool _reconnects;
    private Guid _shownId;

    [Parameter]
    public Guid Id { get; set; }

    [Parameter]
    public string? Tab { get; set; }

    /// <summary>How the sign-in that led here ended: <c>connected</c>, <c>enabled</c> or <c>failed</c>.</summary>
    [SupplyParameterFromQuery(Name = "status")]
    private string? Outcome { get; set; }

    [SupplyParameterFromQuery(Name = "error")]
    private string? Error { get; set; }

    /// <summary>Set by the link of a notice: begins connecting again at once, where that is what helps.</summary>
    [SupplyParameterFromQuery(Name = "reconnect")]
    private string? ReconnectAsked { get; set; }

    /// <summary>The action that the actions tab shows.</summary>
    [SupplyParameterFromQuery(Name = "action")]
    private string? Action { get; set; }

    /// <summary>The parts, each with the addresses that belong to it; the first of them is where the part begins.</summary>
    private List<(string Title, List<(string Key, string Title)> Pages)> Parts
    {
        get
        {
            var (searches, acts) = (_view?.Provider?.Connector?.CanSearch == true, _view?.Provider?.Connector?.CanAct == true);
            return
            [
                (Text.T("Overview"), [("overview", "")]),
                (Text.T("Data"), [.. searches ? [("data", Text.T("Browse")), ("search", Text.T("Search"))] : Array.Empty<(string, string)>(), ("links", Text.T("Links (of entities)"))]),
                .. acts ? [(Text.T("Actions"), [("actions", "")])] : Array.Empty<(string, List<(string, string)>)>(),
                (Text.T("Activity"), [("activity", "")]),
                (Text.T("Settings"),
                [
                    ("settings", Text.T("General")),
                    ("connection", Text.T("Connection")),
                    .. MayChange ? [("webhooks", Text.T("Webhooks"))] : Array.Empty<(string, string)>(),
                    .. MayShowElsewhere ? [("widgets", Text.T("Widgets"))] : Array.Empty<(string, string)>(),
                    .. MayChange || MayConnect ? [("manage", Text.T("Disable or delete"))] : Array.Empty<(string, string)>(),
                ]),
            ];
        }
    }

    private string Shown => Parts.SelectMany(part => part.Pages).Any(page => page.Key == Tab) ? Tab! : "overview";

    private IReadOnlyList<(string Key, string Title)> Pages => Parts.First(part => part.Pages.Any(page => page.Key == Shown)).Pages;

    private IReadOnlyList<TabLink> Tabs => [.. Parts.Select(part => new TabLink(part.Title, AddressOf(part.Pages[0].Key), part.Pages.Any(page => page.Key == Shown)))];

    private IEnumerable<TabLink> SubTabs => Pages.Select(page => new TabLink(page.Title, AddressOf(page.Key), page.Key == Shown));

    private InstanceAppearance Look => InstanceAppearance.Of(_view!, clock.GetUtcNow());

    private string? Purpose => _view!.Instance.Description is { Length: > 0 } description ? description : _view.Name == _view.ProviderName ? null : _view.ProviderName;

    private bool MayChange => _view is not null && fixer.MayChange(_view);

    /// <summary>What everyone in the organization shares anyway, an administrator may show on other pages.</summary>
    private bool MayShowElsewhere => _view is { Instance: { Level: InstanceLevel.Organization, UserScoped: false } } && caller.Value.IsTenantAdmin;

    private bool MayConnect => _view is not null && fixer.MayConnect(_view);

    public void Dispose()
    {
        _loads.Dispose();
        _tests.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_shownId != Id || Outcome is not null)
        {
            (_shownId, _test) = (Id, null);
            await LoadAsync();
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (RendererInfo.IsInteractive && _view is not null && ReconnectAsked is not null && !_reconnects)
        {
            // The address must not do it again; and a dialog that opens before the address changes is shut by that.
            _reconnects = true;
            navigation.NavigateTo($"/integrations/{Id}", replace: true);
            return;
        }

        if (_reconnects && ReconnectAsked is null)
        {
            _reconnects = false;
            // What is in order by now needs nothing.
            if (MayConnect && Look.Remedy is Remedy.Connect or Remedy.Reconnect or Remedy.GrantAgain or Remedy.Test)
            {
                await ReconnectAsync();
                StateHasChanged();
            }

            return;
        }

        if (RendererInfo.IsInteractive && Outcome is "connected" or "enabled" && _view is not null)
        {
            // Said once: reloading or sharing the address must not say it again.
            toasts.Notify(Severity.Success, Outcome == "connected" ? Text.T("{0} is connected", _view.Name) : Text.T("{0} is enabled", _view.Name), _view.Connection?.Account ?? "", 6_000);
            navigation.NavigateTo(Shown == "actions" && Action is not null ? $"{AddressOf(Shown)}?action={Uri.EscapeDataString(Action)}" : AddressOf(Shown), replace: true);
        }
    }

    private async Task LoadAsync()
    {
        (_failure, _isGone) = (null, false);
        var id = Id;
        var found = await _loads.RunAsync(async ct => new Loaded<InstanceView>(await instances.GetAsync(caller.Value, id, ct)));
        if (found is not null)
        {
            (_view, _failure, _isGone) = (found.Value, found.Failure, found.IsNotFound);
        }
    }

    private string AddressOf(string page) => page == "overview" ? $"/integrations/{Id}" : $"/integrations/{Id}/{page}";

    private void Show(InstanceView changed) => _view = changed;

    private async Task TestAsync()
    {
        (_testing, _test) = (true, null);
        if (Shown != "overview")
        {
            navigation.NavigateTo($"/integrations/{Id}");
        }

        var tested = await _tests.RunAsync(async ct => new Loaded<TestOutcome>(await connections.TestAsync(caller.Value, Id, ct)));
        if (tested is not null)
        {
            (_testing, _test) = (false, tested.Value);
            if (tested.Failure is { } failure)
            {
                toasts.Notify(Severity.Error, Text.T("Not tested"), failure, 8_000);
            }

            await LoadAsync();
        }
    }

    private void StopTest()
    {
        _tests.Cancel();
        _testing = false;
    }

    private Task ReconnectAsync() => WorkAsync(() => fixer.ConnectAsync(_view!, CancellationToken.None));

    private Task GoToVendorAsync(bool allowAccountChange) => WorkAsync(() => fixer.GoToVendorAsync(Id, allowAccountChange, CancellationToken.None));

    private Task AllowAsync(IReadOnlyList<string> purposes) => WorkAsync(() => fixer.AllowAsync(_view!, purposes, AddressOf(Shown), CancellationToken.None));

    private async Task WorkAsync(Func<Task> work)
    {
        _working = true;
        await work();
        _working = false;
    }
}
