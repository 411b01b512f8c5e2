using System.Threading.Channels;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Integrations.Core.Webhooks;

/// <summary>
/// Tells the other nodes on the same database that there is something to deliver, so that they look at once and not at their next poll
/// (RELIABILITY M2). A hint and nothing more: it is sent after the commit and outside of it, at most ten times a second, and
/// anyone who misses one polls a second later.
/// </summary>
public sealed partial class DeliveryNotifications : BackgroundLoop
{
    private const string Topic = "hub_deliveries";
    private static readonly TimeSpan BetweenHints = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Listening = TimeSpan.FromSeconds(30);

    private readonly IDbContextFactory<IntegrationsDbContext> _contexts;
    private readonly WebhookDispatcher _dispatcher;
    private readonly IDatabaseNotifications? _notifications;
    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly WriteLock _gate;
    private IDatabaseListener? _line;
    private int _heard;

    /// <summary>Begins to take note of commits of this process, where the database can tell other nodes and <c>Database:Hints</c> is on.</summary>
    public DeliveryNotifications(
        IDbContextFactory<IntegrationsDbContext> contexts, IDatabaseDialect dialect, WriteLock gate, WebhookDispatcher dispatcher, IOptions<DatabaseOptions> options, TimeProvider clock,
        ILogger<DeliveryNotifications> logger)
        : base(clock, logger)
    {
        (_contexts, _gate, _dispatcher) = (contexts, gate, dispatcher);
        _notifications = options.Value.Hints ? dialect.Notifications : null;
        if (_notifications is not null)
        {
            gate.EventsCommitted += Tell;
        }
    }

    /// <summary>Hints of any node, this one included, since the start.</summary>
    public int Heard => Volatile.Read(ref _heard);

    /// <summary>From now on no hint is missed.</summary>
    public bool IsListening { get; private set; }

    /// <inheritdoc/>
    protected override TimeSpan Period => Listening;

    /// <summary>Listens for a while, and goes on at once.</summary>
    public override async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        if (_notifications is null)
        {
            return 0;
        }

        try
        {
            _line ??= await ListenAsync(_notifications, cancellationToken);
            await _line.WaitAsync(Listening, cancellationToken);
            return 1;
        }
        catch
        {
            IsListening = false;
            await (_line?.DisposeAsync() ?? ValueTask.CompletedTask);
            _line = null;
            throw;
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _gate.EventsCommitted -= Tell;
        _line?.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var telling = _notifications is null ? Task.CompletedTask : TellAsync(_notifications, stoppingToken);
        await base.ExecuteAsync(stoppingToken);
        await telling;
    }

    private void Tell() => _news.Writer.TryWrite(true);

    private async Task TellAsync(IDatabaseNotifications notifications, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await _news.Reader.ReadAsync(stoppingToken);
                await using var db = await _contexts.CreateDbContextAsync(stoppingToken);
                await notifications.NotifyAsync(db, Topic, stoppingToken);
            }
            catch (Exception exception) when (exception is OperationCanceledException || exception.IsOfDatabase())
            {
                // No one is told: they poll.
                LogNotTold(Logger, exception.GetType().Name);
            }

            await Task.Delay(BetweenHints, Clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<IDatabaseListener> ListenAsync(IDatabaseNotifications notifications, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var line = await notifications.ListenAsync(db, Topic, Listening, Hear, cancellationToken);
        // Of what was committed before it listened it heard nothing.
        _dispatcher.Wake();
        IsListening = true;
        return line;
    }

    private void Hear()
    {
        Interlocked.Increment(ref _heard);
        _dispatcher.Wake();
    }

    [LoggerMessage(5005, LogLevel.Debug, "Other nodes were not told of new events ({Reason}); they find them at their next poll")]
    private static partial void LogNotTold(ILogger logger, string reason);
}
