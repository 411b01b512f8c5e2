using System.Buffers.Text;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Core.Webhooks;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Management;

/// <summary>The organization's integrations in document 003's words.</summary>
public sealed class AutomationIntegrations(
    IDbContextFactory<IntegrationsDbContext> contexts, InstanceService instances, AutomationCatalog catalog, WebhookEndpointService webhooks)
{
    private const string CursorPrefix = "cursor_";

    /// <summary>An integration's status as 003 spells it: <c>connected</c>, <c>pending</c> or <c>disconnected</c>.</summary>
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
            var (keys, areMeant) = await catalog.KeysAsync(type, cancellationToken);
            matching = areMeant ? matching.Where(i => keys.Contains(i.ProviderKey)) : matching.Where(i => !keys.Contains(i.ProviderKey));
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
        if (filter.Type is not (null or "webhook") || filter.Status == "pending" || caller.Must(KnownPermissions.ReadWebhooks) is not null)
        {
            return [];
        }

        var listed = await webhooks.ListAsync(caller, cancellationToken);
        return listed.IsSuccess
            ? listed.Value.Where(w => (filter.Status is null || w.IsActive == (filter.Status == "connected")) && (after is null || w.Id.CompareTo(after.Value) > 0))
                .Select(w => new AutomationRow(null, w))
            : [];
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
}
