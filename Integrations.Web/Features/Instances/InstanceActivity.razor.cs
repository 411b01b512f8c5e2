using Integrations.Connectors;
using Integrations.Core.Activity;
using Integrations.Core.Management;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Instances;

/// <summary>What was done through one integration, newest first.</summary>
public sealed partial class InstanceActivity(ActivityService activity, ConnectorCatalog connectors, CurrentCaller caller, TimeProvider clock) : IDisposable
{
    private const int PageSize = 30;
    private const int BriefSize = 5;

    private readonly LatestOnly _loads = new();
    private List<ActivityRow>? _rows;
    private string? _cursor;
    private string? _failure;
    private bool _working;

    [CascadingParameter]
    private TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    [Parameter, EditorRequired]
    public Guid InstanceId { get; set; }

    /// <summary>Only this kind; null for everything.</summary>
    [Parameter]
    public string? Type { get; set; }

    /// <summary>The last few, in a line each.</summary>
    [Parameter]
    public bool IsBrief { get; set; }

    public void Dispose() => _loads.Dispose();

    protected override Task OnInitializedAsync() => StartAsync();

    private Task StartAsync()
    {
        (_rows, _cursor) = (null, null);
        return MoreAsync();
    }

    private async Task MoreAsync()
    {
        (_working, _failure) = (true, null);
        var found = await _loads.RunAsync(async ct =>
            new Loaded<CursorPage<ActivityRow>>(await activity.ListAsync(caller.Value, new ActivityFilter { InstanceId = InstanceId, Type = Type }, _cursor, IsBrief ? BriefSize : PageSize, ct)));
        if (found is not null)
        {
            (_working, _failure, _cursor) = (false, found.Failure, found.Value?.NextCursor);
            (_rows ??= []).AddRange(found.Value?.Items ?? []);
        }
    }
}
