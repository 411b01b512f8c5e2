using Integrations.Primitives;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Storage;

/// <summary>
/// Asks a database server every second whether it answers, so that requests are refused at once while it does not, instead of each of
/// them waiting for a timeout of its own (RELIABILITY G4).
/// </summary>
public sealed partial class DatabaseWatch(DatabaseStart database, IDatabaseDialect dialect, TimeProvider clock, ILogger<DatabaseWatch> logger)
    : BackgroundLoop(clock, logger)
{
    /// <summary>One unanswered question may be a hiccup.</summary>
    private const int MissesBeforeDown = 2;

    /// <summary>What waits is given up later than what comes is refused: a machine that is merely busy misses a question or two.</summary>
    private const int MissesBeforeGivingUp = 5;

    private int _misses;

    // None of them is disposed, which would free nothing: a request may just have read it, also when the host ends.
    private CancellationTokenSource _untilDown = new();

    /// <summary>It has not answered lately.</summary>
    public bool IsDown => Volatile.Read(ref _misses) >= MissesBeforeDown;

    /// <summary>Ends what waits for the database once it is surely down; never, for a file.</summary>
    public CancellationToken WhenDown => !dialect.IsShared ? CancellationToken.None : Volatile.Read(ref _untilDown).Token;

    /// <inheritdoc/>
    protected override TimeSpan Period => TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public override async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        // A file does not hang: what it refuses is told where it is refused.
        var answers = !dialect.IsShared || await database.IsReachableAsync(cancellationToken);
        var misses = answers ? 0 : Math.Min(_misses + 1, MissesBeforeGivingUp);
        if (misses == MissesBeforeDown && !IsDown)
        {
            LogDown(Logger);
        }
        else if (misses == 0 && IsDown)
        {
            LogUp(Logger);
        }

        var had = _misses;
        Volatile.Write(ref _misses, misses);
        if (misses == MissesBeforeGivingUp && had < MissesBeforeGivingUp)
        {
            await _untilDown.CancelAsync();
        }
        else if (misses == 0 && had == MissesBeforeGivingUp)
        {
            Volatile.Write(ref _untilDown, new CancellationTokenSource());
        }

        return 0;
    }

    [LoggerMessage(3002, LogLevel.Error, "The database does not answer; requests of the API are refused with 503 until it does")]
    private static partial void LogDown(ILogger logger);

    [LoggerMessage(3003, LogLevel.Warning, "The database answers again")]
    private static partial void LogUp(ILogger logger);
}
