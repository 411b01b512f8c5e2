using Integrations.Core.Activity;
using Integrations.Core.Catalog;
using Integrations.Core.Connections;
using Integrations.Core.Events;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Core.Webhooks;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Management;

/// <summary>Integrations of an organization and of its people: create, list, change, switch, delete.</summary>
public sealed class InstanceService(
    IDbContextFactory<IntegrationsDbContext> contexts,
    CatalogService catalog,
    InstanceDrafts drafts,
    ConnectionTeardown connectionEnd,
    AuditLog audit,
    Outbox outbox,
    TimeProvider clock)
{
    private const int AllLimit = 1_000;

    private readonly InstanceRows _rows = new();

    /// <summary>For who creates one together with its connection.</summary>
    internal InstanceDrafts Drafts => drafts;

    /// <summary>The integrations that the caller may see: the organization's and their own.</summary>
    public async Task<Result<Page<InstanceView>>> ListAsync(Caller caller, InstanceFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        if (page.Validate() is { } invalid)
        {
            return invalid;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (filter == new InstanceFilter(Level: filter.Level) && page is { SortBy: null or "name", Descending: false })
        {
            var count = await _rows.CountAsync(db, caller, filter.Level, cancellationToken);
            return new Page<InstanceView>(await ViewsAsync(db, caller, await _rows.ByNameAsync(db, caller, filter.Level, page, cancellationToken), cancellationToken), count);
        }

        var matching = db.Instances.AsNoTracking().VisibleTo(caller).Matching(filter);
        if (matching.Sorted(page) is not { } ordered)
        {
            return Failure.InvalidField("sortBy", "sortBy must be one of name, status, providerName, createdAt, updatedAt, lastConnectedAt, lastUsedAt.");
        }

        var total = await matching.CountAsync(cancellationToken);
        var rows = await ordered.Skip(page.Offset).Take(page.Limit).ToListAsync(cancellationToken);
        return new Page<InstanceView>(await ViewsAsync(db, caller, rows, cancellationToken), total);
    }

    /// <summary>How many of the visible integrations are connected, by provider key; providers without any are left out.</summary>
    public async Task<IReadOnlyDictionary<string, int>> CountConnectedAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Instances.AsNoTracking().VisibleTo(caller)
            .Where(i => i.Status == InstanceStatus.Connected)
            .GroupBy(i => i.ProviderKey)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
    }

    /// <summary>Keys and names of the providers of the visible integrations, at most 1,000, by name.</summary>
    public async Task<IReadOnlyList<KeyValuePair<string, string>>> ProvidersAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var keys = await db.Instances.AsNoTracking().VisibleTo(caller).Select(i => i.ProviderKey).Distinct().OrderBy(key => key).Take(AllLimit).ToListAsync(cancellationToken);
        var known = (await catalog.SnapshotAsync(cancellationToken)).ByKey;
        return [.. keys.Select(key => KeyValuePair.Create(key, known.GetValueOrDefault(key)?.DisplayName ?? key)).OrderBy(one => one.Value, StringComparer.CurrentCultureIgnoreCase)];
    }

    /// <summary>All of them by name, at most 1,000, for document 002, which knows no pages here.</summary>
    public async Task<IReadOnlyList<InstanceView>> ListAllAsync(Caller caller, InstanceFilter filter, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.Instances.AsNoTracking().VisibleTo(caller).Matching(filter).OrderBy(i => i.Name).ThenBy(i => i.Id).Take(AllLimit).ToListAsync(cancellationToken);
        return await ViewsAsync(db, caller, rows, cancellationToken);
    }

    /// <summary>One integration that the caller sees, with the connection that they would use.</summary>
    /// <returns>The integration, or <c>integration.not_found</c>.</returns>
    public async Task<Result<InstanceView>> GetAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Instances.AsNoTracking().VisibleTo(caller).SingleOrDefaultAsync(i => i.Id == id, cancellationToken) is { } instance
            ? (await ViewsAsync(db, caller, [instance], cancellationToken))[0]
            : InstanceFailures.NotFound;
    }

    /// <summary>Enables a provider; nothing is sent to the vendor yet.</summary>
    public async Task<Result<InstanceView>> CreateAsync(Caller caller, NewInstance request, CancellationToken cancellationToken)
    {
        var drafted = await drafts.MakeAsync(caller, request, cancellationToken);
        if (!drafted.TryGet(out var instance, out var refused))
        {
            return refused;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        drafts.Add(db, caller, instance);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException taken) when (taken.IsUniqueViolation())
        {
            return InstanceFailures.NameTaken(instance.Name);
        }

        return (await ViewsAsync(db, caller, [instance], cancellationToken))[0];
    }

    /// <summary>Changes what is not null; the connection is untouched.</summary>
    /// <param name="caller">Who administers it.</param>
    /// <param name="id">The integration.</param>
    /// <param name="changes">New values.</param>
    /// <param name="expectedVersion">From If-Match; null lets the last write win.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<Result<InstanceView>> UpdateAsync(Caller caller, Guid id, InstanceChanges changes, int? expectedVersion, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db.ForChangeAsync(caller, id, cancellationToken);
        if (!found.TryGet(out var instance, out var refused))
        {
            return refused;
        }

        if (expectedVersion is { } expected && expected != instance.Version)
        {
            return InstanceFailures.Stale;
        }

        var provider = await catalog.FindAsync(instance.ProviderKey, cancellationToken);
        if (drafts.Check(changes, provider) is { } invalid)
        {
            return invalid;
        }

        await db.Entry(instance).Collection(i => i.Tags).LoadAsync(cancellationToken);
        var before = InstanceAudit.Of(instance);
        changes.ApplyTo(instance);
        // Also where nothing but tags changes: two who change them at once are found by the version.
        db.Entry(instance).Property(i => i.UpdatedAt).IsModified |= changes.Tags is not null;
        if (changes.Enabled is { } enabled)
        {
            await SwitchAsync(db, caller, instance, enabled, cancellationToken);
        }

        audit.Add(db, caller, "integration.updated", InstanceAudit.Target(instance), before, InstanceAudit.Of(instance));
        return await SaveAsync(db, caller, instance, cancellationToken);
    }

    /// <summary>Ends the pause; the status follows from the connection.</summary>
    public Task<Result<InstanceView>> ActivateAsync(Caller caller, Guid id, CancellationToken cancellationToken) => SwitchAsync(caller, id, on: true, cancellationToken);

    /// <summary>Keeps everything and stops all traffic.</summary>
    public Task<Result<InstanceView>> DeactivateAsync(Caller caller, Guid id, CancellationToken cancellationToken) => SwitchAsync(caller, id, on: false, cancellationToken);

    /// <summary>
    /// Removes the integration with its connections, ciphertext at once; links, activity and audit stay readable for
    /// 30 days.
    /// </summary>
    /// <returns>Done, or <c>auth.confirm_password</c> for an organization's connected one, or what any change may meet.</returns>
    public async Task<Result<Done>> DeleteAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db.ForChangeAsync(caller, id, cancellationToken);
        if (!found.TryGet(out var instance, out var refused))
        {
            return refused;
        }

        var connections = await db.Connections.Where(c => c.InstanceId == id && c.DisconnectedAt == null).ToListAsync(cancellationToken);
        // One that was never connected holds nothing; a connection that could not be begun takes it back without asking.
        if (instance.Level == InstanceLevel.Organization && connections.Count > 0 && caller.MustConfirmInBrowser(clock.GetUtcNow()) is { } stale)
        {
            return stale;
        }

        connections.ForEach(c => connectionEnd.End(db, c));
        await db.Entry(instance).Collection(i => i.Tags).LoadAsync(cancellationToken);
        instance.Remove(clock.GetUtcNow());
        audit.Add(db, caller, "integration.deleted", InstanceAudit.Target(instance), InstanceAudit.Of(instance));
        outbox.AddDisconnected(db, instance, "deleted");
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return InstanceFailures.Stale;
        }

        connectionEnd.Wake();
        return Done.Value;
    }

    internal async Task<IReadOnlyList<InstanceView>> ViewsAsync(IntegrationsDbContext db, Caller caller, IReadOnlyList<IntegrationInstance> rows, CancellationToken cancellationToken)
    {
        var ids = rows.Select(r => r.Id).ToList();
        var userId = caller.UserId;
        // One query for all rows: each one's own connection, or the caller's where it is user-scoped.
        var connections = await _rows.ConnectionsAsync(db, caller, ids, cancellationToken);
        var byInstance = connections.ToLookup(c => c.InstanceId);
        var tags = (await _rows.TagsAsync(db, ids, cancellationToken)).ToLookup(t => t.InstanceId, t => t.Name);
        var views = new List<InstanceView>(rows.Count);
        foreach (var row in rows)
        {
            var connection = byInstance[row.Id].FirstOrDefault(c => row.UserScoped || row.Level == InstanceLevel.User ? c.UserId == userId : c.UserId == null);
            var provider = await catalog.FindAsync(row.ProviderKey, cancellationToken);
            views.Add(new InstanceView(row, provider, connection is null ? null : ConnectionView.Of(connection, provider, InstancePurposes.Of(row))) { Tags = [.. tags[row.Id]] });
        }

        return views;
    }

    private async Task<Result<InstanceView>> SwitchAsync(Caller caller, Guid id, bool on, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db.ForChangeAsync(caller, id, cancellationToken);
        if (!found.TryGet(out var instance, out var refused))
        {
            return refused;
        }

        var before = instance.Status;
        await SwitchAsync(db, caller, instance, on, cancellationToken);
        if (before != instance.Status)
        {
            audit.Add(db, caller, on ? "integration.enabled" : "integration.disabled", InstanceAudit.Target(instance), new { status = before.ToString() }, new { status = instance.Status.ToString() });
        }

        return await SaveAsync(db, caller, instance, cancellationToken);
    }

    private async Task SwitchAsync(IntegrationsDbContext db, Caller caller, IntegrationInstance instance, bool on, CancellationToken cancellationToken)
    {
        var isOn = instance.Status != InstanceStatus.Disabled;
        if (isOn == on)
        {
            return;
        }

        if (on)
        {
            var statuses = await db.Connections.Where(c => c.InstanceId == instance.Id && c.DisconnectedAt == null).Select(c => c.Status).ToListAsync(cancellationToken);
            instance.Status = statuses.Count == 0 ? InstanceStatus.Pending
                : statuses.Contains(ConnectionStatus.Active) ? InstanceStatus.Connected
                : InstanceStatus.Error;
            (instance.EnabledAt, instance.EnabledBy) = (clock.GetUtcNow(), caller.UserId);
        }
        else
        {
            instance.Status = InstanceStatus.Disabled;
        }

        outbox.Add(db, instance.OrganizationId, on ? EventTypes.IntegrationEnabled : EventTypes.IntegrationDisabled, new { integrationId = instance.Id, name = instance.Name, provider = instance.ProviderKey });
    }

    private async Task<Result<InstanceView>> SaveAsync(IntegrationsDbContext db, Caller caller, IntegrationInstance instance, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return InstanceFailures.Stale;
        }
        catch (DbUpdateException taken) when (taken.IsUniqueViolation())
        {
            // Two who put the same tag on it at once meet at the tag, and not at the name.
            var isName = db.Entry(instance).Property(i => i.NameKey).IsModified && taken.Entries.Any(entry => entry.Entity is not InstanceTag);
            return isName ? InstanceFailures.NameTaken(instance.Name) : InstanceFailures.Stale;
        }

        return (await ViewsAsync(db, caller, [instance], cancellationToken))[0];
    }
}
