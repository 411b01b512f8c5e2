using Integrations.Connectors.Manifest;
using Integrations.Core.Catalog;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Features.Connections;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Integrations.Web.Features.Catalog;

/// <summary>One provider: what it can do, what it will ask for, how it is connected.</summary>
public sealed partial class ProviderPage(CatalogService catalog, InstanceService instances, CurrentCaller current, IDialogService dialogs) : IDisposable
{
    private readonly LatestOnly _loads = new();
    private CatalogEntry? _entry;
    private IReadOnlyList<InstanceView> _mine = [];
    private Caller _caller = Caller.Anonymous;
    private string? _failure;
    private bool _isGone;

    [Parameter]
    public string Key { get; set; } = "";

    private IReadOnlyList<AuthMethod> Methods => _entry?.Connector?.Manifest.Auth ?? [];

    private IReadOnlyList<OAuthScope> Scopes => Methods.FirstOrDefault(m => m.OAuth is not null)?.OAuth?.Scopes ?? [];

    private bool MayConnect => _entry?.Connector is not null && ConnectChoice.For(_entry, _caller).Count > 0;

    private string Who => (_entry!.Document.Levels.Contains(ProviderLevels.Organization), _entry.Document.Levels.Contains(ProviderLevels.User)) switch
    {
        (true, true) => Text.T("An administrator can connect it for everyone, and each person can connect their own account."),
        (true, false) => Text.T("An administrator connects it for the whole organization."),
        _ => Text.T("Each person connects their own account."),
    };

    public void Dispose() => _loads.Dispose();

    protected override Task OnParametersSetAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        (_failure, _isGone, _caller) = (null, false, current.Value);
        var found = await _loads.RunAsync(async cancellationToken =>
        {
            var entry = await catalog.GetOfferedAsync(_caller, null, Key, cancellationToken);
            var mine = await instances.ListAsync(_caller, new InstanceFilter(ProviderName: Key), new PageRequest(20), cancellationToken);
            _mine = mine.IsSuccess ? mine.Value.Items : [];
            return new Loaded<CatalogEntry>(entry);
        });
        if (found is not null)
        {
            (_entry, _failure, _isGone) = (found.Value, found.Failure, found.IsNotFound);
        }
    }

    private Task ConnectAsync() => ConnectWizard.OpenAsync(dialogs, _entry!, taken: [.. _mine.Select(view => view.Name)]);
}
