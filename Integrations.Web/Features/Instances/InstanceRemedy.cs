using Integrations.Connectors.Manifest;
using Integrations.Core.Connections;
using Integrations.Core.Connections.OAuth;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Features.Connections;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Integrations.Web.Features.Instances;

/// <summary>The one act that brings an integration back, in one click from wherever its reason stands: dashboard, lists, its own page.</summary>
public sealed class InstanceRemedy(
    InstanceService instances, ConnectionService connections, ConnectLauncher launcher, CurrentCaller caller, NavigationManager navigation, IDialogService dialogs, ISnackbar toasts)
{
    /// <summary>Whether the person may; Core decides again when it is done.</summary>
    public bool May(InstanceView view, Remedy fix) => fix switch
    {
        Remedy.Test => view.Connection is not null && view.Instance.Status != InstanceStatus.Disabled,
        Remedy.Enable => MayChange(view),
        Remedy.Connect or Remedy.Reconnect or Remedy.GrantAgain => MayConnect(view),
        _ => false,
    };

    public bool MayChange(InstanceView view) => view.Instance.Level == InstanceLevel.User || caller.Value.IsTenantAdmin;

    public bool MayConnect(InstanceView view) =>
        view is { Provider.Connector: not null } && (MayChange(view) || (view.Instance.UserScoped && caller.Value.UserId is not null));

    /// <summary>The integration that a list's button is at; null for none.</summary>
    public Guid? Running { get; private set; }

    /// <summary>As a button of a list does it: one at a time, and what the list shows is read again afterwards.</summary>
    public async Task RunAsync(InstanceView view, Remedy fix, Func<Task> read)
    {
        // A second click may arrive before the button is drawn disabled (SECURITY B8).
        if (Running is not null)
        {
            return;
        }

        Running = view.Id;
        try
        {
            // What was begun is finished even when its page is left.
            await RunAsync(view, fix, CancellationToken.None);
        }
        finally
        {
            Running = null;
        }

        await read();
    }

    /// <summary>Does it, and says how it ended. Where a vendor has to be asked, the page is left for the vendor's.</summary>
    public async Task RunAsync(InstanceView view, Remedy fix, CancellationToken cancellationToken)
    {
        switch (fix)
        {
            case Remedy.Test:
                await TestAsync(view, cancellationToken);
                break;
            case Remedy.Enable:
                await EnableAsync(view);
                break;
            case Remedy.Connect or Remedy.Reconnect or Remedy.GrantAgain:
                await ConnectAsync(view, cancellationToken);
                break;
        }
    }

    /// <summary>Straight to the vendor where nothing is to be asked first, else through the wizard.</summary>
    public Task ConnectAsync(InstanceView view, CancellationToken cancellationToken)
    {
        var provider = view.Provider!;
        var methods = provider.Connector!.Manifest.Auth;
        var known = view.Connection is { } connection ? provider.Connector.Manifest.Method(connection.AuthKind) : methods is [var only] ? only : null;
        return known is { OAuth: not null, Fields.Count: 0 } && provider.HasOAuthClient
            ? GoToVendorAsync(view.Id, allowAccountChange: false, cancellationToken)
            : ConnectWizard.OpenAsync(dialogs, provider, view);
    }

    public async Task GoToVendorAsync(Guid id, bool allowAccountChange, CancellationToken cancellationToken)
    {
        Go(await launcher.StartAsync(caller.Value, id, $"/integrations/{id}", allowAccountChange, fields: null, cancellationToken));
    }

    /// <summary>Asks the vendor for what further uses need, with what is granted already; the page is left for the vendor's.</summary>
    /// <param name="view">A connected integration.</param>
    /// <param name="purposes">The uses, such as <c>action:create_issue</c>.</param>
    /// <param name="returnUrl">A path of ours.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task AllowAsync(InstanceView view, IReadOnlyList<string> purposes, string returnUrl, CancellationToken cancellationToken)
    {
        // What was typed before the first sign-in, such as a site, is not asked again.
        var fields = view.Provider?.Connector?.Manifest.Method(AuthKinds.OAuth2)?.Fields
            .Where(field => !field.Secret && view.Connection?.Facts.ContainsKey(field.Name) == true)
            .ToDictionary(field => field.Name, field => view.Connection!.Facts[field.Name], StringComparer.Ordinal);
        var wanted = new FlowRequest(returnUrl) { Purposes = purposes, Fields = fields ?? new Dictionary<string, string>(StringComparer.Ordinal) };
        Go(await launcher.StartAsync(caller.Value, view.Id, wanted, cancellationToken));
    }

    /// <summary>Gives the integration as it is then; null where nothing was changed, which was said.</summary>
    public async Task<InstanceView?> EnableAsync(InstanceView view)
    {
        // A change that was asked for is finished even when its page is left.
        var enabled = await instances.ActivateAsync(caller.Value, view.Id, CancellationToken.None);
        if (enabled.TryGet(out var changed, out var failure))
        {
            toasts.Notify(Severity.Success, Text.T("{0} is enabled", view.Name));
            return changed;
        }

        toasts.Notify(Severity.Error, Text.T("Nothing was changed"), failure.Message, 8_000);
        return null;
    }

    private void Go(Result<string> started)
    {
        if (started.TryGet(out var address, out var failure))
        {
            navigation.NavigateTo(address, forceLoad: true);
        }
        else
        {
            toasts.Notify(Severity.Error, Text.T("Not connected"), failure.Message, 10_000);
        }
    }

    private async Task TestAsync(InstanceView view, CancellationToken cancellationToken)
    {
        var tested = await connections.TestAsync(caller.Value, view.Id, cancellationToken);
        var failed = tested.Failure ?? tested.Value?.Failure;
        if (failed is not null)
        {
            toasts.Notify(Severity.Error, Text.T("{0} does not work", view.Name), failed.Message, 10_000);
        }
        else
        {
            var account = tested.Value!.Account;
            toasts.Notify(Severity.Success, Text.T("{0} works", view.Name), Text.T("{0} answered as {1} in {2} ms.", view.ProviderName, account?.Name ?? account?.Email ?? account?.Id ?? "", tested.Value.Took.TotalMilliseconds.ToString("0", Text.Formats)));
        }
    }
}
