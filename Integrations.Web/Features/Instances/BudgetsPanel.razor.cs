using Integrations.Connectors.Http;
using Integrations.Core.Connections;
using Integrations.Core.Management;
using Integrations.Web.Components.Shared;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Instances;

/// <summary>What is left of the vendor's limits for one integration.</summary>
public sealed partial class BudgetsPanel(ConnectionBudgets budgets, CurrentCaller caller, TimeProvider clock) : IDisposable
{
    private readonly LatestOnly _loads = new();
    private IReadOnlyList<BudgetView> _budgets = [];
    private string? _failure;
    private bool _working;

    [Parameter, EditorRequired]
    public InstanceView View { get; set; } = null!;

    public void Dispose() => _loads.Dispose();

    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        (_working, _failure) = (true, null);
        var found = await _loads.RunAsync(async ct => new Loaded<IReadOnlyList<BudgetView>>(await budgets.GetAsync(caller.Value, View.Id, ct)));
        if (found is not null)
        {
            (_working, _failure, _budgets) = (false, found.Failure, found.Value ?? []);
        }
    }
}
