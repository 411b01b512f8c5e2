using Integrations.Core.Management;
using Integrations.Core.VendorEvents.Inbox;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Integrations.Web.Features.Instances;

/// <summary>The requests of a vendor as they came to one integration, and what was made of them.</summary>
public sealed partial class InboxPanel(InboundInbox inbox, InboxReplay replay, CurrentCaller caller, ISnackbar toasts) : IDisposable
{
    private const int Listed = 30;

    private readonly LatestOnly _loads = new();
    private IReadOnlyList<ReceiptRow>? _rows;
    private ReceiptDetail? _shown;
    private Failure? _refused;
    private string? _failure;
    private bool _working;

    [CascadingParameter]
    private TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    [Parameter, EditorRequired]
    public InstanceView View { get; set; } = null!;

    /// <summary>After a request was handled again.</summary>
    [Parameter]
    public EventCallback OnReplayed { get; set; }

    public void Dispose() => _loads.Dispose();

    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        if (await _loads.RunAsync(async ct => new Loaded<IReadOnlyList<ReceiptRow>>(await inbox.LatestAsync(caller.Value, View.Id, null, Listed, ct))) is { } found)
        {
            (_rows, _failure) = (found.Value ?? [], found.Failure);
        }
    }

    private async Task ShowAsync(ReceiptRow row)
    {
        var found = await inbox.GetAsync(caller.Value, View.Id, row.Id, CancellationToken.None);
        (_shown, _refused) = (found.IsSuccess ? found.Value : null, null);
        _failure = found.Failure?.Message;
    }

    private void Close() => _shown = null;

    /// <summary>A second click may arrive before the button is drawn disabled (SECURITY B8).</summary>
    private async Task ReplayAsync()
    {
        if (_working || _shown is null)
        {
            return;
        }

        _working = true;
        _refused = (await replay.ReplayAsync(caller.Value, View.Id, _shown.Row.Id, CancellationToken.None)).Failure;
        _working = false;
        if (_refused is null)
        {
            _shown = null;
            toasts.Notify(Severity.Success, Text.T("The request is handled again"));
            await LoadAsync();
            await OnReplayed.InvokeAsync();
        }
    }
}
