using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;

namespace Integrations.Connectors.Http;

/// <summary>Builds the handler chain of a session: deadline and retries → credential → redirects → budgets' count → sandbox address → socket.</summary>
public sealed partial class VendorPipeline(
    EgressHandlers egress, VendorCircuitBreakers circuits, VendorTime vendorTime, IOptions<VendorHttpOptions> options, TimeProvider clock, ILogger<VendorPipeline>? logger = null)
{
    private readonly ConcurrentDictionary<string, RetryBudget> _budgets = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<TimeSpan, ResiliencePipeline<HttpResponseMessage>> _resilience = new();
    private readonly OutboundConcurrencyLimiter _slots = new(options.Value.OutboundSlots);

    /// <param name="provider">Retries are budgeted per vendor (RELIABILITY R9).</param>
    /// <param name="authentication">Adds the credential; null for calls without one.</param>
    /// <param name="background">A background job may wait longer than a person.</param>
    /// <param name="userUrl">The manifest's <c>userUrl</c>: a person gave the address, so neither sandbox nor redirects apply (SECURITY I9, I10).</param>
    /// <param name="organization">Whose calls a vendor in trouble is spared (RELIABILITY G3); null for calls that are always made.</param>
    public HttpMessageHandler Create(string provider, DelegatingHandler? authentication, bool background = false, bool userUrl = false, Guid? organization = null) =>
        Create(provider, authentication, background, userUrl, organization, door: null);

    /// <param name="door">Sees each request that would go out, at the vendor's own address, and may answer it itself.</param>
    internal HttpMessageHandler Create(string provider, DelegatingHandler? authentication, bool background, bool userUrl, Guid? organization, DelegatingHandler? door)
    {
        HttpMessageHandler Behind(HttpMessageHandler way)
        {
            if (door is null)
            {
                return way;
            }

            door.InnerHandler = way;
            return door;
        }

        var budget = _budgets.GetOrAdd(provider, _ => new RetryBudget(clock));
        HttpMessageHandler chain = userUrl
            ? new UserUrlHandler(egress) { InnerHandler = new BudgetCounter { InnerHandler = Behind(new SharedHandler(egress.ForUserUrls)) } }
            : new RedirectHandler(options.Value.RouteOf(provider))
            {
                InnerHandler = new BudgetCounter { InnerHandler = Behind(new VendorAddressHandler(options.Value.RouteOf(provider)) { InnerHandler = new SharedHandler(egress.ForVendors) }) },
            };
        if (authentication is not null)
        {
            authentication.InnerHandler = chain;
            chain = authentication;
        }

        var deadline = background ? options.Value.BackgroundDeadline : options.Value.InteractiveDeadline;
        // One per deadline: building it costs more than a query.
        var resilience = _resilience.GetOrAdd(deadline, static (of, clock) => ResilienceHandler.Pipeline(of, clock), clock);
        chain = new ResilienceHandler(resilience, new CallBounds(provider, organization ?? Guid.Empty, deadline, budget, _slots, userUrl ? LimitedBody.ReceiverLimit : null), vendorTime, clock) { InnerHandler = chain };
        // A person's own addresses are as many vendors as they are integrations: one that is down says nothing of the others.
        return organization is { } id && !userUrl ? new CircuitHandler(circuits, provider, id, options.Value.InteractiveDeadline / 3, clock) { InnerHandler = chain } : chain;
    }

    /// <summary>An answer made something throw that no rule of ours knows. Its kind and place are logged; its message may hold the vendor's words.</summary>
    internal void Tell(string provider, Exception exception)
    {
        if (logger is not null)
        {
            LogUnforeseen(logger, provider, exception.GetType().FullName!, exception.StackTrace);
        }
    }

    [LoggerMessage(3103, LogLevel.Error, "An answer of {Provider} could not be read: it made {Exception} be thrown {StackTrace}")]
    private static partial void LogUnforeseen(ILogger logger, string provider, string exception, string? stackTrace);

    /// <summary>A session's chain is disposed with it, the sockets are not.</summary>
    private sealed class SharedHandler(HttpMessageHandler sockets) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker _sockets = new(sockets, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            _sockets.SendAsync(request, cancellationToken);

        protected override void Dispose(bool disposing)
        {
            _sockets.Dispose();
            base.Dispose(disposing);
        }
    }
}
