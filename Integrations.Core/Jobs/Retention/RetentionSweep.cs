using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Integrations.Core.Jobs.Retention;

/// <summary>
/// Deletes what has reached its age (RELIABILITY K1), once an hour, in small transactions with pauses as long as they took: writers wait
/// for a batch at most. Running on several nodes at once does no harm.
/// </summary>
public sealed partial class RetentionSweep(
    IDbContextFactory<IntegrationsDbContext> contexts, IEnumerable<RetentionRule> rules, IOptions<RetentionOptions> options, TimeProvider clock, ILogger<RetentionSweep> logger)
    : BackgroundLoop(clock, logger)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private bool _hasRested;

    /// <inheritdoc/>
    protected override TimeSpan Period => TimeSpan.FromHours(1);

    /// <returns>0: what came to its age meanwhile has time until the next round.</returns>
    public override async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        foreach (var rule in rules)
        {
            await SweepAsync(rule, cancellationToken);
        }

        return 0;
    }

    /// <inheritdoc/>
    protected override async Task<int> RoundAsync(CancellationToken stoppingToken)
    {
        // A start has more urgent things to write.
        if (_hasRested)
        {
            await RunOnceAsync(stoppingToken);
        }

        _hasRested = true;
        return 0;
    }

    private async Task SweepAsync(RetentionRule rule, CancellationToken cancellationToken)
    {
        var days = rule.Days(options.Value);
        var before = Clock.GetUtcNow().AddDays(-days);
        var total = 0;
        try
        {
            await using var db = (await contexts.CreateDbContextAsync(cancellationToken)).ForLongWork();
            while (true)
            {
                var started = Clock.GetTimestamp();
                var deleted = await rule.DeleteAsync(db, before, cancellationToken);
                if (deleted == 0)
                {
                    break;
                }

                total += deleted;
                db.ChangeTracker.Clear();
                var took = Clock.GetElapsedTime(started);
                await Task.Delay(took < LongestPause ? took : LongestPause, Clock, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // The others go on; this one is tried again in an hour.
            LogFailed(Logger, exception, rule.What);
        }

        if (total > 0)
        {
            LogDeleted(Logger, total, rule.What, days);
        }
    }

    [LoggerMessage(3931, LogLevel.Error, "Retention of {What} failed; it is tried again in an hour")]
    private static partial void LogFailed(ILogger logger, Exception exception, string what);

    [LoggerMessage(3932, LogLevel.Information, "Deleted {Count} {What} that were older than {Days} days")]
    private static partial void LogDeleted(ILogger logger, int count, string what, int days);
}
