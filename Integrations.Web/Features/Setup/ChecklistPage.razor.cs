using Integrations.Core.Diagnostics;
using Integrations.Core.Setup;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Features.Connections;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Setup;

/// <summary>What a complete installation has, for super administrators. What came of a trial at a vendor is told in the address.</summary>
public sealed partial class ChecklistPage(
    Doctor doctor, SetupChecklist checklist, ChecklistMarks marks, ConnectLauncher launcher, CurrentCaller caller, NavigationManager navigation,
    TimeProvider clock) : IDisposable
{
    /// <summary>Tells the provider's page that the way back is to here.</summary>
    internal const string Mark = "checklist";

    private readonly LatestOnly _loads = new();
    private Checklist? _checklist;
    private Failure? _refused;
    private string? _failure;
    private bool _working;

    /// <summary>A provider that was tried just now.</summary>
    [SupplyParameterFromQuery(Name = "tried")]
    private string? Tried { get; set; }

    [CascadingParameter]
    private TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    public void Dispose() => _loads.Dispose();

    // Vendors and the public address are asked, so it is done once: not for the page as it is first drawn, and again for the circuit.
    protected override Task OnInitializedAsync() => RendererInfo.IsInteractive ? LoadAsync() : Task.CompletedTask;

    private static string AddressOf(ChecklistProvider provider) => $"/providers/{provider.Key}?from={Mark}";

    private async Task LoadAsync()
    {
        (_working, _failure) = (true, null);
        var found = await _loads.RunAsync(async ct => new Loaded<Checklist>(await ExamineAsync(ct)));
        if (found is not null)
        {
            (_checklist, _failure, _working) = (found.Value, found.Failure, false);
        }
    }

    private async Task<Result<Checklist>> ExamineAsync(CancellationToken cancellationToken)
    {
        var examined = await doctor.ExamineAsync(caller.Value, cancellationToken);
        return examined.TryGet(out var findings, out var failure)
            ? await checklist.ExamineAsync(caller.Value, findings, isServing: true, cancellationToken)
            : failure;
    }

    private async Task TickAsync(ChecklistLine line)
    {
        // A second click may arrive before the button is drawn disabled (SECURITY B8).
        if (_working)
        {
            return;
        }

        _working = true;
        _refused = (await marks.TickAsync(caller.Value, line.Key, line.Done is null, CancellationToken.None)).Failure;
        await LoadAsync();
    }

    private async Task TryAsync(ChecklistProvider provider)
    {
        if (_working)
        {
            return;
        }

        _working = true;
        var started = await launcher.StartTrialAsync(caller.Value, provider.Key, CancellationToken.None);
        if (started.TryGet(out var address, out var failure))
        {
            navigation.NavigateTo(address, forceLoad: true);
            return;
        }

        (_refused, _working) = (failure, false);
    }
}
