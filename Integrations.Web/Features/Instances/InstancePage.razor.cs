using Integrations.Core.Connections;
using Integrations.Core.Instances;
using Integrations.Web.Components.Shared;
using Integrations.Web.Features.Connections;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Texts;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Integrations.Web.Features.Instances;

/// <summary>One integration: how it stands, and everything that can be done with it. The tab is in the address.</summary>
public sealed partial class InstancePage(
    InstanceService instances, ConnectionService connections, ConnectLauncher launcher, CurrentCaller caller, NavigationManager navigation, IDialogService dialogs, ISnackbar toasts) : IDisposable
{
    private readonly LatestOnly _loads = new();
    private readonly LatestOnly _tests = new();
    private InstanceView? _view;
    private TestOutcome? _test;
    private string? _failure;
    private bool _isGone;
    private bool _testing;
    private bool _working;
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

    /// <summary>The action that the actions tab shows.</summary>
    [SupplyParameterFromQuery(Name = "action")]
    private string? Action { get; set; }

    private IEnumerable<(string Key, string Title)> Tabs =>
    [
        ("overview", Text.T("Overview")),
        ("connection", Text.T("Connection")),
        ("settings", Text.T("Settings")),
        .. _view?.Provider?.Connector?.CanSearch == true ? [("search", Text.T("Search"))] : Array.Empty<(string, string)>(),
        .. _view?.Provider?.Connector?.CanSearch == true ? [("data", Text.T("Data"))] : Array.Empty<(string, string)>(),
        .. _view?.Provider?.Connector?.CanAct == true ? [("actions", Text.T("Actions"))] : Array.Empty<(string, string)>(),
        ("links", Text.T("Links (of entities)")),
        .. MayChange ? [("webhooks", Text.T("Webhooks"))] : Array.Empty<(string, string)>(),
        ("activity", Text.T("Activity")),
        .. MayShowElsewhere ? [("widgets", Text.T("Widgets"))] : Array.Empty<(string, string)>(),
    ];

    private string Shown => Tabs.Any(t => t.Key == Tab) ? Tab! : "overview";

    private string? Purpose => _view!.Instance.Description is { Length: > 0 } description ? description : _view.Name == _view.ProviderName ? null : _view.ProviderName;

    private bool MayChange => _view?.Instance.Level == InstanceLevel.User || caller.Value.IsTenantAdmin;

    /// <summary>What everybody in the organization shares anyway, an administrator may show on other pages.</summary>
    private bool MayShowElsewhere => _view is { Instance: { Level: InstanceLevel.Organization, UserScoped: false } } && caller.Value.IsTenantAdmin;

    private bool MayConnect => _view is { Provider.Connector: not null } && (MayChange || (_view.Instance.UserScoped && caller.Value.UserId is not null));

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

    protected override void OnAfterRender(bool firstRender)
    {
        if (RendererInfo.IsInteractive && Outcome is "connected" or "enabled" && _view is not null)
        {
            // Said once: reloading or sharing the address must not say it again.
            toasts.Notify(Severity.Success, Outcome == "connected" ? Text.T("{0} is connected", _view.Name) : Text.T("{0} is enabled", _view.Name), _view.Connection?.Account ?? "", 6_000);
            navigation.NavigateTo($"/integrations/{Id}", replace: true);
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

    /// <summary>Straight to the vendor where nothing is to be asked first, else through the wizard.</summary>
    private Task ReconnectAsync()
    {
        var provider = _view!.Provider!;
        var methods = provider.Connector!.Manifest.Auth;
        var known = _view.Connection is { } connection ? provider.Connector.Manifest.Method(connection.AuthKind) : methods is [var only] ? only : null;
        return known is { OAuth: not null, Fields.Count: 0 } && provider.HasOAuthClient
            ? GoToVendorAsync(allowAccountChange: false)
            : ConnectWizard.OpenAsync(dialogs, provider, _view);
    }

    private async Task GoToVendorAsync(bool allowAccountChange)
    {
        _working = true;
        var started = await _tests.RunAsync(async ct => new Loaded<string>(await launcher.StartAsync(caller.Value, Id, $"/integrations/{Id}", allowAccountChange, fields: null, ct)));
        _working = false;
        if (started?.Value is { } address)
        {
            navigation.NavigateTo(address, forceLoad: true);
        }
        else if (started?.Failure is { } failure)
        {
            toasts.Notify(Severity.Error, Text.T("Not connected"), failure, 10_000);
        }
    }
}
