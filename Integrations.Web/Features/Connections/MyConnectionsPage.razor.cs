using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Features.Instances;
using Integrations.Web.Hosting.SignIn;

namespace Integrations.Web.Features.Connections;

/// <summary>A person's own integrations, and the organization's that each person connects for themself.</summary>
public sealed partial class MyConnectionsPage(InstanceService instances, InstanceRemedy fixer, CurrentCaller caller) : IDisposable
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
            var byNeed = (_views ?? []).ToLookup(view => InstanceAppearance.Of(view, now).Remedy is Remedy.Connect or Remedy.Reconnect);
            (_waiting, _working) = ([.. byNeed[true]], [.. byNeed[false]]);
        }
    }

    private Task ConnectAsync(InstanceView view) => fixer.ConnectAsync(view, CancellationToken.None);
}
