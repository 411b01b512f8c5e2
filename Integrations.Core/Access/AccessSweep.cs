using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Access;

/// <summary>Deletes remembered answers, sessions and leases of rate limits that are over. Running on several nodes at once does no harm.</summary>
internal sealed partial class AccessSweep(
    IdempotencyStore answers, RateLeases leases, IDbContextFactory<IntegrationsDbContext> contexts, TimeProvider clock, ILogger<AccessSweep> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // The next round tries again (RELIABILITY X3).
                LogFailed(logger, exception);
            }
        }
    }

    internal async Task SweepAsync(CancellationToken cancellationToken)
    {
        await answers.SweepAsync(cancellationToken);
        await leases.SweepAsync(cancellationToken);
        var now = clock.GetUtcNow();
        await using var db = (await contexts.CreateDbContextAsync(cancellationToken)).ForLongWork();
        await db.WriteAsync(ct => db.Sessions.Where(s => s.ExpiresAt <= now).ExecuteDeleteAsync(ct), cancellationToken);
    }

    [LoggerMessage(4201, LogLevel.Warning, "Sessions, remembered answers and leases could not be swept")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
