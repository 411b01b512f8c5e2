using System.Text.Json.Nodes;
using Integrations.Core.Activity;
using Integrations.Core.Catalog;
using Integrations.Core.Connections;
using Integrations.Core.Events;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Management.Transfers;

/// <summary>
/// Gives an integration that a person made for themself to another person, or to the organization. What goes over is what was set up:
/// name, description, settings; where an administrator gives it away, whose it is not, what its owner wrote for themself is left out. The connection ends: a person signed in at the vendor for themself, and their credential never becomes
/// another's. The former integration is deleted as by its owner, so that nothing which hung on it (links, grants, addresses of vendors) goes over.
/// </summary>
public sealed class IntegrationTransfers(
    IDbContextFactory<IntegrationsDbContext> contexts,
    CatalogService catalog,
    ConnectionTeardown teardown,
    TransferNotices notices,
    AuditLog audit,
    Outbox outbox,
    TimeProvider clock)
{
    /// <summary>What a member made for themself, by name; for administrators.</summary>
    /// <returns>At most 100, or <c>permission_denied</c>.</returns>
    public async Task<Result<IReadOnlyList<OwnedIntegration>>> ListAsync(Caller caller, Guid memberId, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.TransferIntegrations) is { } forbidden)
        {
            return forbidden;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.Instances.AsNoTracking().TransferableBy(caller).Where(i => i.OwnerUserId == memberId)
            .OrderBy(i => i.Name).ThenBy(i => i.Id).Take(PageRequest.MaxLimit)
            .Select(i => new { i.Id, i.Name, i.ProviderKey, i.Status, IsConnected = db.Set<Connection>().Any(c => c.InstanceId == i.Id && c.DisconnectedAt == null) })
            .ToListAsync(cancellationToken);
        var owned = new List<OwnedIntegration>(rows.Count);
        foreach (var row in rows)
        {
            var provider = await catalog.FindAsync(row.ProviderKey, cancellationToken);
            owned.Add(new OwnedIntegration(row.Id, row.Name, provider?.DisplayName ?? row.ProviderKey, row.Status, row.IsConnected));
        }

        return owned;
    }

    /// <summary>Gives it away. Its owner may give it to a person; an administrator, of anyone's, to a person or to the organization.</summary>
    /// <returns>
    /// The id under which it goes on, or <c>permission_denied</c>, <c>auth.confirm_password</c>, <c>integration.not_found</c>, <c>integration.not_personal</c>,
    /// <c>validation</c>, <c>provider.not_found</c>, <c>instance.level_not_supported</c>, <c>instance.name_taken</c>, <c>stale</c>.
    /// </returns>
    public async Task<Result<Guid>> TransferAsync(Caller caller, Guid integrationId, TransferRequest request, CancellationToken cancellationToken)
    {
        var toOrganization = request.Email is null;
        if ((caller.Must(KnownPermissions.ChangeOwnIntegrations) ?? (toOrganization ? caller.Must(KnownPermissions.ChangeOrganizationIntegrations) : null) ?? caller.MustConfirmInBrowser(clock.GetUtcNow())) is { } forbidden)
        {
            return forbidden;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await FindAsync(db, caller, integrationId, cancellationToken);
        if (!found.TryGet(out var former, out var refused))
        {
            return refused;
        }

        var receiver = toOrganization ? null : await MemberAsync(db, caller, request.Email!, cancellationToken);
        if (!toOrganization && (receiver is null ? TransferFailures.MemberUnknown : receiver.Id == former.OwnerUserId ? TransferFailures.SameOwner : null) is { } wrong)
        {
            return wrong;
        }

        var level = toOrganization ? InstanceLevel.Organization : InstanceLevel.User;
        var offered = await catalog.FindOfferedAsync(contexts, caller, former.OrganizationId, former.ProviderKey, level, cancellationToken);
        if (!offered.TryGet(out var provider, out var notOffered))
        {
            return notOffered;
        }

        var next = Next(caller, former, receiver?.Id, provider);
        if (caller.UserId is not null && caller.UserId == former.OwnerUserId)
        {
            next.SetTags(await db.InstanceTags.Where(tag => tag.InstanceId == former.Id).Select(tag => tag.Name).ToListAsync(cancellationToken));
        }

        await EndAsync(db, caller, former, next, receiver?.Email, cancellationToken);
        db.Instances.Add(next);
        await notices.AddAsync(db, caller, former, next, receiver?.DisplayName, cancellationToken);
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
            return TransferFailures.NameTaken(former.Name);
        }

        teardown.Wake();
        return next.Id;
    }

    private static async Task<Result<IntegrationInstance>> FindAsync(IntegrationsDbContext db, Caller caller, Guid id, CancellationToken cancellationToken)
    {
        if (await db.Instances.TransferableBy(caller).SingleOrDefaultAsync(i => i.Id == id, cancellationToken) is { } own)
        {
            return own;
        }

        return await db.Instances.VisibleTo(caller).AnyAsync(i => i.Id == id, cancellationToken) ? TransferFailures.NotPersonal : InstanceFailures.NotFound;
    }

    private static Task<User?> MemberAsync(IntegrationsDbContext db, Caller caller, string email, CancellationToken cancellationToken)
    {
        var normalized = email.Trim().ToUpperInvariant();
        return db.Users.AsNoTracking().VisibleTo(caller).SingleOrDefaultAsync(user => user.NormalizedEmail == normalized && user.DisabledAt == null, cancellationToken);
    }

    private IntegrationInstance Next(Caller caller, IntegrationInstance former, Guid? receiver, CatalogEntry provider)
    {
        var (now, isOwners) = (clock.GetUtcNow(), caller.UserId is not null && caller.UserId == former.OwnerUserId);
        return new IntegrationInstance
        {
            Id = Guid.CreateVersion7(now),
            OrganizationId = former.OrganizationId,
            ProviderId = former.ProviderId,
            ProviderKey = former.ProviderKey,
            Level = receiver is null ? InstanceLevel.Organization : InstanceLevel.User,
            OwnerUserId = receiver,
            Name = former.Name,
            Description = isOwners ? former.Description : null,
            Icon = former.Icon,
            Status = InstanceStatus.Pending,
            UserScoped = receiver is null && provider.Document.RequiresUserScoping,
            Settings = isOwners ? Text.CloneObject(former.Settings) : Declared(former.Settings, provider),
            Metadata = isOwners ? Text.CloneObject(former.Metadata) : [],
            AllowedShardTypes = [.. former.AllowedShardTypes],
            SearchEnabled = former.SearchEnabled,
            SearchableEntities = [.. former.SearchableEntities],
            CompanyType = former.CompanyType,
            CreatedBy = caller.UserId,
            CreatedAt = now,
        };
    }

    /// <summary>Settings may hold anything; what the provider's form has no field for, but for what the integration is for, was kept for the owner's own programs.</summary>
    private static JsonObject Declared(JsonObject settings, CatalogEntry provider)
    {
        var known = (provider.Connector?.Manifest.Settings ?? []).Select(field => field.Name).ToHashSet(StringComparer.Ordinal);
        var declared = new JsonObject(settings.Where(setting => known.Contains(setting.Key)).Select(setting => KeyValuePair.Create(setting.Key, setting.Value?.DeepClone())));
        return InstancePurposes.With(declared, InstancePurposes.Known(settings, provider.Connector));
    }

    private async Task EndAsync(IntegrationsDbContext db, Caller caller, IntegrationInstance former, IntegrationInstance next, string? receiver, CancellationToken cancellationToken)
    {
        foreach (var connection in await db.Connections.Where(c => c.InstanceId == former.Id && c.DisconnectedAt == null).ToListAsync(cancellationToken))
        {
            teardown.End(db, connection);
        }

        former.Remove(clock.GetUtcNow());
        audit.Add(
            db, caller, "integration.transferred", InstanceAudit.Target(former),
            before: new { owner = former.OwnerUserId }, after: new { owner = next.OwnerUserId, to = receiver ?? "organization", integrationId = next.Id });
        outbox.AddDisconnected(db, former, "transferred");
    }
}
