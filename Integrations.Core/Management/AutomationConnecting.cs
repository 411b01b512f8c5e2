using Integrations.Connectors.Manifest;
using Integrations.Core.Catalog;
using Integrations.Core.Connections;
using Integrations.Core.Connections.OAuth;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Management;

/// <summary>Connects in document 003's words: by what its catalog offers.</summary>
public sealed class AutomationConnecting(
    IDbContextFactory<IntegrationsDbContext> contexts, InstanceService instances, IntegrationActions actions, ConnectionService connections, AutomationCatalog automation, OAuthFlow flow)
{
    /// <summary>Connects what a catalog id names, or an integration that exists.</summary>
    public async Task<Result<AutomationConnected>> ConnectAsync(Caller caller, AutomationConnect request, CancellationToken cancellationToken)
    {
        var found = await TargetAsync(caller, request, cancellationToken);
        if (!found.TryGet(out var target, out var failure))
        {
            return failure;
        }

        var (provider, name, existing) = (target.Provider, target.Name, target.Existing);
        if (provider.Connector is not { } entry)
        {
            return ConnectionFailures.NoConnector(provider.DisplayName);
        }

        var byForm = CredentialKinds.Guess(entry.Manifest, request.Fields);
        var wantsOAuth = request.AuthType is "oauth" or AuthKinds.OAuth2 || (request.AuthType is null && byForm is null && entry.Manifest.Method(AuthKinds.OAuth2) is not null);
        return wantsOAuth
            ? await ByOAuthAsync(caller, provider, name, existing, request.RedirectUrl, cancellationToken)
            : await ByFormAsync(caller, provider, name, existing, request, cancellationToken);
    }

    private async Task<Result<AutomationConnected>> ByOAuthAsync(
        Caller caller, CatalogEntry provider, string name, Guid? existing, string? redirectUrl, CancellationToken cancellationToken)
    {
        // Whatever can be refused is refused before anything is stored.
        if (await flow.CheckAsync(provider, redirectUrl ?? "", cancellationToken) is { } refused)
        {
            return refused == OAuthFailures.ReturnAddress
                ? Failure.InvalidField("redirectUrl", refused.Message.Replace("returnUrl", "redirectUrl", StringComparison.Ordinal))
                : refused;
        }

        var id = existing ?? await WaitingAsync(caller, provider, name, cancellationToken);
        if (id is null)
        {
            var created = await instances.CreateAsync(caller, new NewInstance(provider.Key, InstanceLevel.Organization, new InstanceChanges { Name = name }), cancellationToken);
            if (!created.TryGet(out var view, out var failure))
            {
                return failure;
            }

            id = view.Id;
        }

        var started = await flow.StartAsync(caller, id.Value, new FlowRequest(redirectUrl!), cancellationToken);
        return started.TryGet(out var begun, out var unstarted)
            ? (await instances.GetAsync(caller, id.Value, cancellationToken)).Map(view => new AutomationConnected(view, begun.AuthorizationUrl))
            : unstarted;
    }

    private async Task<Result<AutomationConnected>> ByFormAsync(
        Caller caller, CatalogEntry provider, string name, Guid? existing, AutomationConnect request, CancellationToken cancellationToken)
    {
        var method = request.AuthType is { } asked ? provider.Connector!.Manifest.Method(asked) : null;
        if (request.AuthType is { } given && method is null)
        {
            return ConnectionFailures.KindNotOffered(provider.DisplayName, given);
        }

        Result<Guid> connected;
        if (existing is { } id)
        {
            var kind = method?.Kind ?? CredentialKinds.Guess(provider.Connector!.Manifest, request.Fields) ?? AuthKinds.Custom;
            connected = (await connections.ConnectAsync(caller, id, new ConnectRequest(kind, request.Fields) { AllowAccountChange = true }, cancellationToken)).Map(_ => id);
        }
        else
        {
            connected = await actions.CreateConnectedAsync(
                caller, new NewInstance(provider.Key, InstanceLevel.Organization, new InstanceChanges { Name = name }), request.Fields, method?.Kind, cancellationToken);
        }

        return connected.TryGet(out var done, out var failure)
            ? (await instances.GetAsync(caller, done, cancellationToken)).Map(view => new AutomationConnected(view, null))
            : failure;
    }

    private async Task<Result<ConnectTarget>> TargetAsync(Caller caller, AutomationConnect request, CancellationToken cancellationToken)
    {
        if (request.Existing is { } id)
        {
            return !(await instances.GetAsync(caller, id, cancellationToken)).TryGet(out var view, out var failure) ? failure
                : view.Provider is { } known ? new ConnectTarget(known, view.Name, id)
                : ProviderFailures.NotFound(view.Instance.ProviderKey);
        }

        // Foreign, absent and made-up ids are all the same to anyone who asks.
        return await automation.FindAsync(request.Id, cancellationToken) is { } offered
            ? new ConnectTarget(offered.Provider, string.IsNullOrWhiteSpace(request.Name) ? offered.Name : request.Name, null)
            : InstanceFailures.NotFound;
    }

    /// <summary>One of this name that was begun and never finished: beginning again goes on with it.</summary>
    private async Task<Guid?> WaitingAsync(Caller caller, CatalogEntry provider, string name, CancellationToken cancellationToken)
    {
        var (key, wanted) = (provider.Key, name.Trim());
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Instances.VisibleTo(caller)
            .Where(i => i.Level == InstanceLevel.Organization && i.ProviderKey == key && i.Name == wanted && i.Status == InstanceStatus.Pending)
            .Select(i => (Guid?)i.Id).FirstOrDefaultAsync(cancellationToken);
    }

    private sealed record ConnectTarget(CatalogEntry Provider, string Name, Guid? Existing);
}
