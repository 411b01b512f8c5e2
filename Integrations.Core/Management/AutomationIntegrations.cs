using System.Buffers.Text;
using Integrations.Connectors.Manifest;
using Integrations.Core.Activity;
using Integrations.Core.Catalog;
using Integrations.Core.Connections;
using Integrations.Core.Connections.OAuth;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Core.Webhooks;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Management;

/// <summary>The organization's integrations in document 003's words.</summary>
public sealed class AutomationIntegrations(
    IDbContextFactory<IntegrationsDbContext> contexts,
    InstanceService instances,
    IntegrationActions actions,
    ConnectionService connections,
    CatalogService catalog,
    WebhookEndpointService webhooks,
    AutomationCatalog automation,
    OAuthFlow flow)
{
    private const string CursorPrefix = "cursor_";

    public static string StatusOf(IntegrationInstance instance) => instance.Status switch
    {
        InstanceStatus.Connected => "connected",
        // One that was connected before has been disconnected; a new one waits.
        InstanceStatus.Pending when instance.LastConnectedAt is null => "pending",
        _ => "disconnected",
    };

    /// <summary>One page, oldest first: integrations, and for those who may see them the webhooks.</summary>
    public async Task<Result<CursorPage<AutomationRow>>> ListAsync(Caller caller, AutomationFilter filter, string? cursor, int limit, CancellationToken cancellationToken)
    {
        if (Check(filter, limit) is { } invalid)
        {
            return invalid;
        }

        if (!TryRead(cursor, out var after))
        {
            return Failure.InvalidField("cursor", "cursor must be one that this list gave.");
        }

        // Ids grow with time, so they are the order; they sort alike here and in both databases.
        var rows = (await InstancesAsync(caller, filter, after, limit + 1, cancellationToken))
            .Concat(await WebhooksAsync(caller, filter, after, cancellationToken))
            .OrderBy(row => row.Id)
            .Take(limit + 1)
            .ToList();
        return new CursorPage<AutomationRow>([.. rows.Take(limit)], rows.Count > limit ? CursorPrefix + Base64Url.EncodeToString(rows[limit - 1].Id.ToByteArray()) : null);
    }

    private async Task<IEnumerable<AutomationRow>> InstancesAsync(Caller caller, AutomationFilter filter, Guid? after, int most, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var matching = OfStatus(db.Instances.AsNoTracking().VisibleTo(caller).Where(i => i.Level == InstanceLevel.Organization), filter.Status);
        if (filter.Type is { } type)
        {
            var providers = (await catalog.AllAsync(cancellationToken)).Where(e => AutomationCatalog.TypeOf(e) == type).Select(e => e.Key).ToList();
            matching = matching.Where(i => providers.Contains(i.ProviderKey));
        }

        if (after is { } last)
        {
            matching = matching.Where(i => i.Id.CompareTo(last) > 0);
        }

        var found = await matching.OrderBy(i => i.Id).Take(most).ToListAsync(cancellationToken);
        return (await instances.ViewsAsync(db, caller, found, cancellationToken)).Select(view => new AutomationRow(view, null));
    }

    /// <summary>An organization has at most a hundred of them.</summary>
    private async Task<IEnumerable<AutomationRow>> WebhooksAsync(Caller caller, AutomationFilter filter, Guid? after, CancellationToken cancellationToken)
    {
        if (filter.Type is not (null or "webhook") || filter.Status == "pending" || caller.Must(Rights.ReadWebhooks) is not null)
        {
            return [];
        }

        var listed = await webhooks.ListAsync(caller, cancellationToken);
        return listed.IsSuccess
            ? listed.Value.Where(w => (filter.Status is null || w.IsActive == (filter.Status == "connected")) && (after is null || w.Id.CompareTo(after.Value) > 0))
                .Select(w => new AutomationRow(null, w))
            : [];
    }

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

    private static Failure? Check(AutomationFilter filter, int limit) =>
        filter.Type is not (null or "zapier" or "n8n" or "custom" or "webhook") ? Failure.InvalidField("type", "type must be one of zapier, n8n, custom, webhook.")
        : filter.Status is not (null or "connected" or "disconnected" or "pending") ? Failure.InvalidField("status", "status must be connected or disconnected.")
        : new PageRequest(limit).Validate();

    private static IQueryable<IntegrationInstance> OfStatus(IQueryable<IntegrationInstance> all, string? status) => status switch
    {
        "connected" => all.Where(i => i.Status == InstanceStatus.Connected),
        "pending" => all.Where(i => i.Status == InstanceStatus.Pending && i.LastConnectedAt == null),
        "disconnected" => all.Where(i => i.Status == InstanceStatus.Error || i.Status == InstanceStatus.Disabled || (i.Status == InstanceStatus.Pending && i.LastConnectedAt != null)),
        _ => all,
    };

    private static bool TryRead(string? cursor, out Guid? after)
    {
        after = null;
        if (string.IsNullOrEmpty(cursor))
        {
            return true;
        }

        Span<byte> bytes = stackalloc byte[16];
        if (!cursor.StartsWith(CursorPrefix, StringComparison.Ordinal) || cursor.Length > 40 || !Base64Url.IsValid(cursor.AsSpan(CursorPrefix.Length))
            || !Base64Url.TryDecodeFromChars(cursor.AsSpan(CursorPrefix.Length), bytes, out var written) || written != bytes.Length)
        {
            return false;
        }

        after = new Guid(bytes);
        return true;
    }

    private sealed record ConnectTarget(CatalogEntry Provider, string Name, Guid? Existing);
}
