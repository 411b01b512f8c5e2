using Integrations.Core.Common;
using Integrations.Core.Instances;
using Integrations.Web.Components.Shared;
using Integrations.Web.Features.Instances;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Texts;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Integrations.Web.Features.Connections;

/// <summary>A person's own integrations, and the organization's that each person connects for themself.</summary>
public sealed partial class MyConnectionsPage(InstanceService instances, ConnectLauncher launcher, CurrentCaller caller, NavigationManager navigation, IDialogService dialogs, ISnackbar toasts) : IDisposable
{
    private readonly LatestOnly _loads = new();
    private IReadOnlyList<InstanceView>? _views;
    private List<InstanceView> _waiting = [];
    private List<InstanceView> _working = [];
    private string? _failure;

    public void Dispose() => _loads.Dispose();

    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        _failure = null;
        var found = await _loads.RunAsync(async ct =>
            new Loaded<Page<InstanceView>>(await instances.ListAsync(caller.Value, new InstanceFilter { OnlyPersonal = true }, new PageRequest(PageRequest.MaxLimit), ct)));
        if (found is not null)
        {
            (_views, _failure) = (found.Value?.Items, found.Failure);
            var now = Clock.GetUtcNow();
            var byNeed = (_views ?? []).ToLookup(view => InstanceLook.Of(view, now).Fix is Fix.Connect or Fix.Reconnect);
            (_waiting, _working) = ([.. byNeed[true]], [.. byNeed[false]]);
        }
    }

    private async Task ConnectAsync(InstanceView view)
    {
        var provider = view.Provider!;
        if (provider.Connector!.Manifest.Auth is not [{ OAuth: not null, Fields.Count: 0 }] || !provider.HasOAuthClient)
        {
            await ConnectWizard.OpenAsync(dialogs, provider, view);
            return;
        }

        var started = await _loads.RunAsync(async ct => new Loaded<string>(await launcher.StartAsync(caller.Value, view.Id, $"/integrations/{view.Id}", allowAccountChange: false, fields: null, ct)));
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
