using Integrations.Core.Storage;

namespace Integrations.Core.Activity;

/// <summary>The chain of each organization's audit entries (SECURITY L4).</summary>
internal sealed class AuditEntryChain(AuditKeys keys) : IEntryChain
{
    public async Task PrepareAsync(CancellationToken cancellationToken) => await keys.CurrentAsync(cancellationToken);

    public async Task LinkAsync(IntegrationsDbContext db, IReadOnlyList<IChainedEntry> entries, Func<CancellationToken, Task> save, CancellationToken cancellationToken)
    {
        // Prepared before the transaction began, so nothing is written for it here.
        var key = await keys.CurrentAsync(cancellationToken);
        var heads = await AuditChain.LinkAsync(db, key, [.. entries.Cast<AuditEntry>()], cancellationToken);
        await save(cancellationToken);
        await AuditChain.MoveAsync(db, heads, cancellationToken);
    }
}
