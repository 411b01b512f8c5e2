using Integrations.Connectors;
using Integrations.Connectors.Contracts;
using Integrations.Core.Activity;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.VendorEvents;

/// <summary>Opens, shows, rotates and closes an integration's inbound address.</summary>
public sealed class InboundAddressService(
    IDbContextFactory<IntegrationsDbContext> contexts, ConnectorCatalog connectors, InboundSecrets secrets, AuditLog audit, PublicOrigin origin, TimeProvider clock)
{
    /// <summary>Below the public origin; address and key follow.</summary>
    public const string PathPrefix = "/api/webhooks";

    /// <summary>The address without its secret, or <c>inbound.not_open</c>.</summary>
    public async Task<Result<InboundAddressView>> GetAsync(Caller caller, Guid instanceId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!(await db.ForChangeAsync(caller, instanceId, cancellationToken)).TryGet(out var instance, out var refused))
        {
            return refused;
        }

        return await db.InboundAddresses.AsNoTracking().SingleOrDefaultAsync(a => a.InstanceId == instanceId, cancellationToken) is { } address
            ? await ViewAsync(db, instance, address, cancellationToken)
            : InboundFailures.NotOpen;
    }

    /// <summary>
    /// Opens the address, or rotates it: a new key and secret. With <paramref name="overlap"/> the former ones are accepted for
    /// 24 hours more; without it they end at once.
    /// </summary>
    /// <param name="caller">May change the integration, and signed in lately.</param>
    /// <param name="instanceId">The integration.</param>
    /// <param name="given">The vendor's own signing secret where the vendor makes it (8 to 128 characters); null to have one generated.</param>
    /// <param name="overlap">Whether what was in force before goes on for a day.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<Result<OpenedInboundAddress>> OpenAsync(Caller caller, Guid instanceId, string? given, bool overlap, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!(await db.ForChangeAsync(caller, instanceId, cancellationToken)).TryGet(out var instance, out var refused))
        {
            return refused;
        }

        if ((caller.MustHaveSignedInLately(clock.GetUtcNow()) ?? InboundSecrets.Check(given)) is { } invalid)
        {
            return invalid;
        }

        if (connectors.Find(instance.ProviderKey)?.As<IReceiveEvents>() is not { } receiving)
        {
            return InboundFailures.NotOffered;
        }

        if (receiving.ProblemOf(given is null ? null : new Secret(given)) is { } problem)
        {
            return Failure.InvalidField("secret", problem);
        }

        var address = await db.InboundAddresses.SingleOrDefaultAsync(a => a.InstanceId == instanceId, cancellationToken);
        var isNew = address is null;
        if (address is null)
        {
            var now = clock.GetUtcNow();
            address = new InboundAddress
            {
                Id = Guid.CreateVersion7(now),
                OrganizationId = instance.OrganizationId,
                InstanceId = instance.Id,
                Ciphertext = "",
                SecretHint = "",
                CreatedBy = caller.UserId,
                CreatedAt = now,
            };
            db.InboundAddresses.Add(address);
        }

        var secret = secrets.Renew(address, given, overlap && !isNew);
        audit.Add(db, caller, isNew ? "inbound.opened" : "inbound.rotated", InstanceAudit.Target(instance));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException lost) when (lost is DbUpdateConcurrencyException || lost.IsUniqueViolation())
        {
            return InstanceFailures.Stale;
        }

        return new OpenedInboundAddress(await ViewAsync(db, instance, address, cancellationToken), new Secret(secret.Value));
    }

    /// <summary>Closes the address: deliveries are answered as if it had never been.</summary>
    public async Task<Result<Done>> CloseAsync(Caller caller, Guid instanceId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!(await db.ForChangeAsync(caller, instanceId, cancellationToken)).TryGet(out var instance, out var refused))
        {
            return refused;
        }

        if (await db.InboundAddresses.SingleOrDefaultAsync(a => a.InstanceId == instanceId, cancellationToken) is not { } address)
        {
            return InboundFailures.NotOpen;
        }

        db.InboundAddresses.Remove(address);
        audit.Add(db, caller, "inbound.closed", InstanceAudit.Target(instance));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return InstanceFailures.Stale;
        }

        return Done.Value;
    }

    private async Task<InboundAddressView> ViewAsync(IntegrationsDbContext db, IntegrationInstance instance, InboundAddress address, CancellationToken cancellationToken)
    {
        var last = await db.InboundEvents.Where(e => e.InstanceId == instance.Id).MaxAsync(e => (DateTimeOffset?)e.ReceivedAt, cancellationToken);
        var key = secrets.Current(address)?.Key;
        return new InboundAddressView(
            origin.Url($"{PathPrefix}/{instance.ProviderKey}/{instance.Id}{(key is null ? "" : $"?{InboundService.KeyParameter}={key}")}"),
            address.SecretHint, address.CreatedAt, address.RotatedAt, address.FormerUntil > clock.GetUtcNow() ? address.FormerUntil : null, last);
    }
}
