using Integrations.Core.Bulk;
using Integrations.Core.Instances;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Instances;

/// <summary>Acts on many integrations at once, and shows how far they are on a page of their own.</summary>
public sealed partial class BulkBar(BatchService batches, Dependents dependents, CurrentCaller caller, NavigationManager navigation) : IDisposable
{
    private readonly LatestOnly _loads = new();
    private BatchAction? _asked;
    private DependentThings? _things;
    private Failure? _refused;
    private bool _working;
    private bool _tagging;
    private bool _mailing;
    private BatchAction? _focusedFor;
    private ElementReference? _confirm;

    /// <summary>The chosen ones; not looked at where all that match are chosen.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyCollection<Guid> Ids { get; set; } = [];

    [Parameter]
    public bool AllMatching { get; set; }

    /// <summary>The grid's filter.</summary>
    [Parameter, EditorRequired]
    public InstanceFilter Filter { get; set; } = new();

    /// <summary>How many match the filter.</summary>
    [Parameter]
    public int Total { get; set; }

    [Parameter]
    public EventCallback ChooseAll { get; set; }

    [Parameter]
    public EventCallback Clear { get; set; }

    /// <summary>Raised when they have other tags.</summary>
    [Parameter]
    public EventCallback Tagged { get; set; }

    private int Count => AllMatching ? Total : Ids.Count;

    private string Chosen => Text.T("{0} chosen", BatchLabels.Count(Count));

    private string Doing => _asked == BatchAction.Disable ? Text.T("Disable {0}", BatchLabels.Count(Count)) : Text.T("Disconnect {0}", BatchLabels.Count(Count));

    private string Question => _asked switch
    {
        BatchAction.Disable => Text.T("Nothing is sent to their vendors until they are enabled again. Everything is kept."),
        BatchAction.Disconnect => Text.T("Erases every stored credential, people's own ones too, and asks the vendors to forget them."),
        _ => Text.T("Removes them with their connections for everyone. Links and activity stay readable for 30 days."),
    };

    public void Dispose() => _loads.Dispose();

    /// <summary>The button that asked is gone; the one that answers takes its place for the keyboard too.</summary>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_asked != _focusedFor)
        {
            _focusedFor = _asked;
            if (_asked is not (null or BatchAction.Delete) && _confirm is { } confirm)
            {
                await Focus.MoveIntoAsync(confirm);
            }
        }
    }

    private async Task AskAsync(BatchAction action)
    {
        (_asked, _things, _refused) = (action, null, null);
        var found = await _loads.RunAsync(ct => AllMatching ? dependents.OfMatchingAsync(caller.Value, Filter, ct) : dependents.OfAsync(caller.Value, [.. Ids], ct));
        _things = found ?? _things;
    }

    private async Task TaggedAsync()
    {
        _tagging = false;
        await Tagged.InvokeAsync();
    }

    private async Task StartAsync(BatchAction action)
    {
        if (_working)
        {
            return;
        }

        _working = true;
        // What was asked for is begun even when the page is left.
        var started = AllMatching
            ? await batches.StartMatchingAsync(caller.Value, action, Filter, CancellationToken.None)
            : await batches.StartAsync(caller.Value, action, [.. Ids], CancellationToken.None);
        _working = false;
        _refused = started.Failure;
        if (started.TryGet(out var batch, out _))
        {
            navigation.NavigateTo($"/integrations/batches/{batch.Id}");
        }
    }
}
