using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.VendorEvents;

/// <summary>
/// Puts accepted deliveries on disk, those of many requests in one transaction and one statement, each once: a vendor that sends again, at the
/// same moment too, changes nothing (SECURITY W10).
/// </summary>
public sealed class InboundStore
{
    private const int GroupSize = 256;

    private readonly IDbContextFactory<IntegrationsDbContext> _contexts;
    private readonly GroupCommit<Item> _group;

    /// <summary>Writing begins with the first delivery.</summary>
    public InboundStore(IDbContextFactory<IntegrationsDbContext> contexts, IDatabaseDialect dialect)
    {
        _contexts = contexts;
        _group = new GroupCommit<Item>(WriteAsync, GroupSize, failure => !dialect.IsUnavailable(failure));
    }

    /// <summary>Returns when the event, or the same one from before, is on disk.</summary>
    /// <param name="received">Checked with <paramref name="target"/>.</param>
    /// <param name="target">As it was read.</param>
    /// <param name="cancellationToken">Ends the wait; the event is stored all the same.</param>
    /// <returns>False, and nothing is stored, when the target is another by now.</returns>
    internal async Task<bool> AddAsync(InboundEvent received, InboundTarget target, CancellationToken cancellationToken)
    {
        var item = new Item(received, target);
        await _group.CommitAsync(item, cancellationToken);
        return item.IsStored;
    }

    /// <summary>Events that were put on disk, and the transactions that this took.</summary>
    internal (long Events, long Commits) Written => (_group.Items, _group.Groups);

    /// <summary>At the stop: returns when all that was accepted is on disk.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) => _group.WrittenAsync(cancellationToken);

    private async Task WriteAsync(IReadOnlyList<Item> group)
    {
        await using var db = await _contexts.CreateDbContextAsync(CancellationToken.None);
        await db.WriteAsync(
            async cancellationToken =>
            {
                var now = await InboundTargets.ReadAsync(db, [.. group.Select(item => item.Key).Distinct()], cancellationToken);
                var current = group.Where(item => item.Target.IsSameAs(now.GetValueOrDefault(item.Key))).ToList();
                await db.InsertRowsAsync([.. current.Select(item => item.Event)], cancellationToken, skipKnown: true);
                current.ForEach(item => item.IsStored = true);
                return true;
            },
            CancellationToken.None);
    }

    private sealed class Item(InboundEvent received, InboundTarget target)
    {
        public InboundEvent Event => received;

        public InboundTarget Target => target;

        public (Guid, Guid?) Key => (target.InstanceId, target.Subscription?.Id);

        public bool IsStored { get; set; }
    }
}
