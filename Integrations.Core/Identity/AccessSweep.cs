using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Identity;

/// <summary>Deletes remembered answers, sessions and leases of rate limits that are over. Running on several nodes at once does no harm.</summary>
internal sealed class AccessSweep(
    IdempotencyStore answers, RateLeases leases, IDbContextFactory<IntegrationsDbContext> contexts, TimeProvider clock, ILogger<AccessSweep> logger) : BackgroundLoop(clock, logger)
{
    private bool _hasRested;

    protected override TimeSpan Period => TimeSpan.FromMinutes(10);

    public override async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        // A start has more urgent things to write.
        if (_hasRested)
        {
            await SweepAsync(cancellationToken);
        }

        _hasRested = true;
        return 0;
    }

    internal async Task SweepAsync(CancellationToken cancellationToken)
    {
        await answers.SweepAsync(cancellationToken);
        await leases.SweepAsync(cancellationToken);
        var now = Clock.GetUtcNow();
        await using var db = (await contexts.CreateDbContextAsync(cancellationToken)).ForLongWork();
        await db.WriteAsync(ct => db.Sessions.Where(s => s.ExpiresAt <= now).ExecuteDeleteAsync(ct), cancellationToken);
    }
}
