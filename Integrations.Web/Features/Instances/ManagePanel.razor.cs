using Integrations.Core.Bulk;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Integrations.Web.Features.Instances;

/// <summary>The acts that change an integration as a whole, and what hangs on it.</summary>
public sealed partial class ManagePanel
{
    private bool _working;
    private bool _giving;
    private bool _replacing;
    private Failure? _notDeleted;
    private readonly LatestOnly _loads = new();
    private DependentThings? _things;
    private Guid _countedFor;

    [Parameter, EditorRequired]
    public InstanceView View { get; set; } = null!;

    [Parameter]
    public bool MayChange { get; set; }

    [Parameter]
    public bool MayConnect { get; set; }

    [Parameter]
    public EventCallback Reconnect { get; set; }

    /// <summary>Raised with the integration as it is after a change.</summary>
    [Parameter]
    public EventCallback<InstanceView> Changed { get; set; }

    /// <summary>Raised when it has to be read again.</summary>
    [Parameter]
    public EventCallback Reload { get; set; }

    public void Dispose() => _loads.Dispose();

    protected override async Task OnParametersSetAsync()
    {
        if (_countedFor != View.Id)
        {
            _countedFor = View.Id;
            await CountAsync();
        }
    }

    private async Task CountAsync() => _things = await _loads.RunAsync(ct => Dependents.OfAsync(Current.Value, [View.Id], ct)) ?? _things;

    private async Task EnableAsync()
    {
        _working = true;
        var changed = await Fixer.EnableAsync(View);
        _working = false;
        if (changed is not null)
        {
            await Changed.InvokeAsync(changed);
        }
    }

    private async Task DisableAsync()
    {
        _working = true;
        // A change that was asked for is finished even when its page is left.
        var disabled = await Instances.DeactivateAsync(Current.Value, View.Id, CancellationToken.None);
        _working = false;
        if (disabled.TryGet(out var changed, out var failure))
        {
            await Changed.InvokeAsync(changed);
            OfferToEnable(changed.Id, changed.Name);
        }
        else
        {
            Toasts.Notify(Severity.Error, Text.T("Nothing was changed"), failure.Message, 8_000);
        }
    }

    private void OfferToEnable(Guid id, string name)
    {
        var (who, changed) = (Current.Value, Changed);
        Toasts.NotifyWithUndo(Text.T("{0} is disabled", name), async () =>
        {
            var enabled = await Instances.ActivateAsync(who, id, CancellationToken.None);
            if (enabled.IsSuccess && View.Id == id)
            {
                await changed.InvokeAsync(enabled.Value);
            }

            return (enabled.IsSuccess, enabled.Failure?.Message ?? Text.T("{0} is enabled again", name));
        });
    }

    private async Task DisconnectAsync()
    {
        var ended = await Connections.DisconnectAsync(Current.Value, View.Id, CancellationToken.None);
        if (ended.Failure is { } failure)
        {
            Toasts.Notify(Severity.Error, failure.Kind == FailureKind.NotFound ? Text.T("Nothing was changed") : Text.T("Still connected"), failure.Message, 8_000);
        }
        else
        {
            Toasts.Notify(Severity.Success, Text.T("{0} is disconnected", View.Name), Text.T("The stored credential was erased."));
        }

        await Reload.InvokeAsync();
    }

    private void Given()
    {
        Toasts.Notify(Severity.Success, Text.T("'{0}' was given away", View.Name), Text.T("Both sides have a notice."));
        Navigation.NavigateTo("/integrations");
    }

    private async Task DeleteAsync()
    {
        _working = true;
        var deleted = await Instances.DeleteAsync(Current.Value, View.Id, CancellationToken.None);
        _working = false;
        _notDeleted = deleted.Failure is { Code: Caller.ReauthenticationCode } stale ? stale : null;
        if (_notDeleted is null && deleted.Failure is { } failure)
        {
            Toasts.Notify(Severity.Error, Text.T("Not deleted"), failure.Message, 8_000);
        }
        else if (deleted.IsSuccess)
        {
            Toasts.Notify(Severity.Success, Text.T("{0} was deleted", View.Name));
            Navigation.NavigateTo("/integrations");
        }
    }
}
