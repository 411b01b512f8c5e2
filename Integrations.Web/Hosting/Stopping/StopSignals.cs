using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;

namespace Integrations.Web.Hosting.Stopping;

/// <summary>
/// Takes the system's signals to stop (RELIABILITY X1). At SIGTERM readiness goes off at once and the hub serves on for a moment,
/// so that a proxy sends it nothing more by the time it stops listening. A second SIGTERM, and Ctrl+C, stop without that moment.
/// </summary>
internal sealed partial class StopSignals(IHostApplicationLifetime lifetime, IOptions<StopOptions> options, TimeProvider clock, ILogger<StopSignals> logger)
    : IHostLifetime, IDisposable
{
    private readonly List<PosixSignalRegistration> _signals = [];
    private int _asked;

    /// <summary>It is about to stop, or stops: nothing new should come.</summary>
    public bool IsLeaving => Volatile.Read(ref _asked) > 0 || lifetime.ApplicationStopping.IsCancellationRequested;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            _ = LeaveAsync();
        }));
        foreach (var atOnce in new[] { PosixSignal.SIGINT, PosixSignal.SIGQUIT })
        {
            _signals.Add(PosixSignalRegistration.Create(atOnce, signal =>
            {
                signal.Cancel = true;
                lifetime.StopApplication();
            }));
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _signals.ForEach(signal => signal.Dispose());

    private async Task LeaveAsync()
    {
        if (Interlocked.Increment(ref _asked) == 1 && options.Value.Pause > TimeSpan.Zero)
        {
            LogLeaving(logger, options.Value.Pause.TotalSeconds);
            await Task.Delay(options.Value.Pause, clock, lifetime.ApplicationStopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        lifetime.StopApplication();
    }

    [LoggerMessage(5101, LogLevel.Information, "Asked to stop: not ready any more, and still serving for {Seconds} s")]
    private static partial void LogLeaving(ILogger logger, double seconds);
}
