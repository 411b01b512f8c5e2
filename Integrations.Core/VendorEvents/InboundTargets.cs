using Integrations.Core.Instances;
using Integrations.Core.Storage;
using Integrations.Core.VendorEvents.Subscriptions;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.VendorEvents;

/// <summary>
/// Finds where a delivery goes. What was found is remembered for a minute, so that secrets are not opened for each delivery; it decides nothing by
/// itself, because <see cref="InboundStore"/> compares it with the database in the transaction that stores the delivery.
/// </summary>
public sealed class InboundTargets(IDbContextFactory<IntegrationsDbContext> contexts, InboundSecrets secrets, SubscriptionSecrets subscriptions, TimeProvider clock)
{
    private const int MostRemembered = 2_000;
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    private readonly ExpiringCache<(Guid Instance, Guid? Subscription), InboundTarget> _known = new(clock, MostRemembered);

    /// <summary>As it was a moment ago; null when that is not known.</summary>
    internal InboundTarget? Find(Guid instanceId, Guid? subscriptionId) => _known.TryGet((instanceId, subscriptionId), out var known) ? known : null;

    /// <summary>As it is now; null when there is no such integration.</summary>
    internal async Task<InboundTarget?> ReadAsync(Guid instanceId, Guid? subscriptionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var target = (await ReadAsync(db, [(instanceId, subscriptionId)], cancellationToken)).Values.SingleOrDefault();
        if (target is not null)
        {
            target.Secrets = Open(target);
        }

        // What a caller could make up, and what does nothing, is asked for anew each time.
        if (target is { Works: true, Secrets.Count: > 0 } && (subscriptionId is null || target.Subscription is not null))
        {
            _known.Remember((instanceId, subscriptionId), target, clock.GetUtcNow() + Remembered);
        }
        else
        {
            _known.Forget((instanceId, subscriptionId));
        }

        return target;
    }

    /// <summary>Many at once, without their secrets in the clear.</summary>
    internal static async Task<Dictionary<(Guid Instance, Guid? Subscription), InboundTarget>> ReadAsync(
        IntegrationsDbContext db, IReadOnlyCollection<(Guid Instance, Guid? Subscription)> keys, CancellationToken cancellationToken)
    {
        var (instances, subscriptions) = (keys.Select(k => k.Instance).Distinct().ToList(), keys.Select(k => k.Subscription).OfType<Guid>().Distinct().ToList());
        var found = await db.Instances.AsNoTracking().Where(i => instances.Contains(i.Id) && i.DeletedAt == null)
            .Select(i => new
            {
                i.Id,
                i.OrganizationId,
                i.ProviderKey,
                Works = db.WorkingInstances().Any(w => w.Id == i.Id),
                Address = db.Set<InboundAddress>().FirstOrDefault(a => a.InstanceId == i.Id),
            })
            .ToDictionaryAsync(i => i.Id, cancellationToken);
        var opened = subscriptions.Count == 0 ? [] : await db.EventSubscriptions.AsNoTracking().Where(c => subscriptions.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancellationToken);
        return keys.Where(k => found.ContainsKey(k.Instance)).Distinct().ToDictionary(k => k, k =>
        {
            var (instance, subscription) = (found[k.Instance], k.Subscription is { } id ? opened.GetValueOrDefault(id) : null);
            return new InboundTarget
            {
                InstanceId = instance.Id,
                OrganizationId = instance.OrganizationId,
                ProviderKey = instance.ProviderKey,
                Works = instance.Works,
                Address = instance.Address,
                Subscription = subscription?.InstanceId == instance.Id ? subscription : null,
            };
        });
    }

    /// <summary>A key that names a subscription is that subscription's, or is refused.</summary>
    private List<(InboundSecret, DateTimeOffset?)> Open(InboundTarget target) =>
        target.Subscription is { } subscription ? subscriptions.Open(subscription) is { } secret ? [(secret, null)] : []
        : target.Address is { } address ? [.. secrets.Accepted(address)]
        : [];
}
