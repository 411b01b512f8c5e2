using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using Integrations.Primitives;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Integrations.Connectors.Http;

/// <summary>
/// The two ways out of the process (SECURITY I7): every outbound call uses one of these handlers. They resolve a name
/// themselves, refuse when any of its addresses is forbidden, and connect to the very address that was checked.
/// </summary>
public sealed partial class EgressHandlers : IDisposable
{
    private readonly EgressPolicy _policy;
    private readonly INameResolver _names;
    private readonly VendorHttpOptions _vendors;
    private readonly EgressOptions _options;
    private readonly Counter<long> _blocked;
    private readonly ILogger<EgressHandlers> _logger;
    private readonly IWriteWatch? _writes;

    /// <param name="writes">Null where there is no database.</param>
    public EgressHandlers(
        EgressPolicy policy, INameResolver names, IOptions<VendorHttpOptions> vendors, IOptions<EgressOptions> options, IMeterFactory meters, ILogger<EgressHandlers> logger, IWriteWatch? writes = null)
    {
        _writes = writes;
        (_policy, _names, _vendors, _options, _logger) = (policy, names, vendors.Value, options.Value, logger);
        _blocked = meters.Create(Telemetry.Name).CreateCounter<long>("integrations.egress.blocked", "{connection}");
        (VendorSockets, UserSockets, ReceiverSockets) = (Create(sandboxAllowed: true), Create(sandboxAllowed: false), Create(sandboxAllowed: true));
        (ForVendors, ForUserUrls) = (new OutsideOfWrites(this) { InnerHandler = VendorSockets }, new OutsideOfWrites(this) { InnerHandler = new ReceiverDoor(this) { InnerHandler = UserSockets } });
    }

    /// <summary>The rules that the handlers go by, for addresses that are judged before anything connects.</summary>
    public EgressPolicy Policy => _policy;

    /// <summary>For vendor calls; the sandbox's exact origin is open when the sandbox is on (I10).</summary>
    public HttpMessageHandler ForVendors { get; }

    /// <summary>For addresses that people gave, such as webhook receivers.</summary>
    public HttpMessageHandler ForUserUrls { get; }

    internal SocketsHttpHandler VendorSockets { get; }

    internal SocketsHttpHandler UserSockets { get; }

    /// <summary>Apart from the others: no connection to the sandbox's origin lies in the pool that other addresses of people take theirs from.</summary>
    internal SocketsHttpHandler ReceiverSockets { get; }

    /// <summary>Counts and logs an attempt at an address that <see cref="EgressPolicy.Refuse"/> does not let through (SECURITY L7).</summary>
    internal void CountRefused(string? url, string reason)
    {
        _blocked.Add(1, new KeyValuePair<string, object?>("reason", "url"));
        LogRefused(_logger, Uri.TryCreate(url, UriKind.Absolute, out var parsed) ? parsed.Host : "", reason);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ForVendors.Dispose();
        ForUserUrls.Dispose();
        ReceiverSockets.Dispose();
    }

    private SocketsHttpHandler Create(bool sandboxAllowed) => new()
    {
        UseProxy = _options.UseSystemProxy,
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate | DecompressionMethods.Brotli,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        ConnectTimeout = _vendors.ConnectTimeout,
        MaxResponseHeadersLength = 64,
        // Spans are ours; vendors and receivers are told nothing of our traces, nor what a caller's baggage says.
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
        ConnectCallback = (context, cancellationToken) => ConnectAsync(context, sandboxAllowed, cancellationToken),
    };

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, bool sandboxAllowed, CancellationToken cancellationToken)
    {
        var endPoint = context.DnsEndPoint;
        // In the clear only inside networks that the operator opened (SECURITY I6); behind a proxy the address is the proxy's.
        var isPlain = !_options.UseSystemProxy && context.InitialRequestMessage.RequestUri?.Scheme == Uri.UriSchemeHttp;
        var addresses = await _names.ResolveAsync(endPoint.Host, cancellationToken);
        var isSandbox = sandboxAllowed && _vendors.SandboxOrigin is { } origin && origin.Port == endPoint.Port
            && string.Equals(origin.IdnHost, endPoint.Host, StringComparison.OrdinalIgnoreCase);
        if (addresses.Length == 0 || (!isSandbox && !addresses.All(isPlain ? _policy.IsOpened : _policy.Allows)))
        {
            _blocked.Add(1, new KeyValuePair<string, object?>("reason", "address"));
            LogBlocked(_logger, endPoint.Host);
            throw new EgressBlockedException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, endPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// A call that holds everybody's turn to write while someone else's server thinks is a bug (RELIABILITY D3). It fails at once, so
    /// that the test of whatever does it fails.
    /// </summary>
    private sealed class OutsideOfWrites(EgressHandlers egress) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            egress._writes?.IsWriting == true
                ? throw new CallInsideWriteException(request.RequestUri?.Host)
                : base.SendAsync(request, cancellationToken);
    }

    /// <summary>
    /// Lets a message through to a webhook receiver of the sandbox, and nothing else to the sandbox's origin (SECURITY I10). Judged by
    /// the address of each request: a connection alone does not know the path.
    /// </summary>
    private sealed class ReceiverDoor(EgressHandlers egress) : DelegatingHandler
    {
        private readonly HttpMessageInvoker _receivers = new(egress.ReceiverSockets, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            request.Method == HttpMethod.Post && egress._vendors.IsReceiver(request.RequestUri?.AbsoluteUri)
                ? _receivers.SendAsync(request, cancellationToken)
                : base.SendAsync(request, cancellationToken);

        protected override void Dispose(bool disposing)
        {
            _receivers.Dispose();
            base.Dispose(disposing);
        }
    }

    [LoggerMessage(3102, LogLevel.Warning, "A call to {Host} was refused: {Reason}")]
    private static partial void LogRefused(ILogger logger, string host, string reason);

    [LoggerMessage(3101, LogLevel.Warning, "A connection to {Host} was blocked: it resolves to a forbidden network (Egress:AllowedPrivateNetworks opens networks)")]
    private static partial void LogBlocked(ILogger logger, string host);
}
