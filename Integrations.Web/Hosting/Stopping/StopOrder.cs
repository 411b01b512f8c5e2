using Integrations.Core;
using Integrations.Core.Connections;
using Integrations.Primitives;

namespace Integrations.Web.Hosting.Stopping;

/// <summary>
/// The order of a stop (RELIABILITY X1). All loops stop claiming while the server still answers what it has; then loops end what
/// they have under way, what was accepted is committed, and SQLite's log goes into its file. Registered before everything else,
/// so that its own stop comes last.
/// </summary>
internal sealed partial class StopOrder(IServiceProvider services, TimeProvider clock, ILogger<StopOrder> logger) : IHostedLifecycleService
{
    /// <summary>For requests, deliveries and renewals that are under way.</summary>
    public static readonly TimeSpan Finish = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Flush = TimeSpan.FromSeconds(4);

    private readonly Lock _gate = new();
    private Task? _flushed;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        // Found here and not given: it is one of those hosted services itself. A host that is disposed stops once more.
        foreach (var loop in _flushed is not null ? [] : services.GetServices<IHostedService>().OfType<BackgroundLoop>())
        {
            // The host waits for each of them later, when the server has answered what it had.
            _ = Task.Run(() => loop.StopAsync(cancellationToken), CancellationToken.None);
        }

        return Task.CompletedTask;
    }

    /// <summary>A vendor gives a renewed token once: the answer is waited for.</summary>
    public Task StopAsync(CancellationToken cancellationToken) =>
        _flushed is not null ? Task.CompletedTask : services.GetRequiredService<TokenRefresh>().IdleAsync(cancellationToken);

    /// <summary>Anyone who stops the host a second time waits for the first.</summary>
    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _flushed ??= FlushAsync();
        }
    }

    private async Task FlushAsync()
    {
        // Its own time: a request that would not end may have used up the host's.
        using var patience = new CancellationTokenSource(Flush, clock);
        try
        {
            await services.StopIntegrationsCoreAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            LogNotFlushed(logger, Flush.TotalSeconds);
        }
    }

    [LoggerMessage(5102, LogLevel.Warning, "Stopped before all was written: the database did not take it within {Seconds} s")]
    private static partial void LogNotFlushed(ILogger logger, double seconds);
}
