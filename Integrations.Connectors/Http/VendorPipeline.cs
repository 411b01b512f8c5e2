using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using Integrations.Primitives;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;

namespace Integrations.Connectors.Http;

/// <summary>Builds the handler chain of a session: credential → deadline and retries → redirects → sandbox address → socket.</summary>
public sealed partial class VendorPipeline(
    EgressHandlers egress, VendorCircuits circuits, VendorTime vendorTime, IOptions<VendorHttpOptions> options, TimeProvider clock, ILogger<VendorPipeline>? logger = null)
{
    private readonly ConcurrentDictionary<string, RetryBudget> _budgets = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<TimeSpan, ResiliencePipeline<HttpResponseMessage>> _resilience = new();
    private readonly OutboundSlots _slots = new(options.Value.OutboundSlots);

    /// <param name="provider">Retries are budgeted per vendor (RELIABILITY R9).</param>
    /// <param name="authentication">Adds the credential; null for calls without one.</param>
    /// <param name="background">A background job may wait longer than a person.</param>
    /// <param name="userUrl">The manifest's <c>userUrl</c>: a person gave the address, so neither sandbox nor redirects apply (SECURITY I9, I10).</param>
    /// <param name="organization">Whose calls a vendor in trouble is spared (RELIABILITY G3); null for calls that are always made.</param>
    public HttpMessageHandler Create(string provider, DelegatingHandler? authentication, bool background = false, bool userUrl = false, Guid? organization = null)
    {
        var budget = _budgets.GetOrAdd(provider, _ => new RetryBudget(clock));
        HttpMessageHandler chain = userUrl
            ? new UserUrlHandler(egress) { InnerHandler = new SharedHandler(egress.ForUserUrls) }
            : new RedirectHandler(options.Value.RouteOf(provider)) { InnerHandler = new VendorAddressHandler(options.Value.RouteOf(provider)) { InnerHandler = new SharedHandler(egress.ForVendors) } };
        if (authentication is not null)
        {
            authentication.InnerHandler = chain;
            chain = authentication;
        }

        var deadline = background ? options.Value.BackgroundDeadline : options.Value.InteractiveDeadline;
        // One per deadline: building it costs more than a query.
        var resilience = _resilience.GetOrAdd(deadline, static (of, clock) => ResilienceHandler.Pipeline(of, clock), clock);
        chain = new ResilienceHandler(resilience, provider, organization ?? Guid.Empty, deadline, budget, _slots, vendorTime, clock, userUrl ? LimitedBody.ReceiverLimit : null) { InnerHandler = chain };
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

/// <summary>Slides the sandbox or a gateway under a vendor's address where there is one, and says who asks.</summary>
internal sealed class VendorAddressHandler(VendorRoute route) : DelegatingHandler
{
    private static readonly ProductInfoHeaderValue OurName = new("IntegrationsHub", "1.0");

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.RequestUri = route.Resolve(request.RequestUri!);
        if (request.Headers.UserAgent.Count == 0)
        {
            // Some vendors refuse requests without one, others refuse browser-like ones.
            request.Headers.UserAgent.Add(OurName);
        }

        return base.SendAsync(request, cancellationToken);
    }
}

/// <summary>Refuses a user-given address that breaks the rules, at every attempt: it may have been saved under older ones (SECURITY I6, W6).</summary>
internal sealed class UserUrlHandler(EgressHandlers egress) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (egress.Policy.Refuse(request.RequestUri?.OriginalString) is not { } reason)
        {
            return base.SendAsync(request, cancellationToken);
        }

        egress.CountRefused(request.RequestUri?.OriginalString, reason);
        throw new EgressBlockedException();
    }
}

/// <summary>Follows at most three redirects of reading calls, https only; the credential stays behind when the host changes (SECURITY I9).</summary>
internal sealed class RedirectHandler(VendorRoute route) : DelegatingHandler
{
    private const int MaxRedirects = 3;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (request.IsPassedThrough())
        {
            // Where it leads is the business of who asked.
            return response;
        }

        if (RepeatAt(request, response) is { } moved)
        {
            response.Dispose();
            return await base.SendAsync(moved, cancellationToken);
        }

        for (var hop = 0; hop < MaxRedirects && Target(request, response) is { } target; hop++)
        {
            var next = new HttpRequestMessage(request.Method, target);
            var sameHost = string.Equals(route.VendorHost(target), route.VendorHost(request.RequestUri!), StringComparison.OrdinalIgnoreCase);
            foreach (var header in request.Headers.Where(h => sameHost || !IsCredential(h.Key)))
            {
                next.Headers.TryAddWithoutValidation(header.Key, header.Value);
            }

            response.Dispose();
            request = next;
            response = await base.SendAsync(request, cancellationToken);
        }

        return response;
    }

    /// <summary>
    /// A call that changes something, at its new place: with the same method and body, as 307 and 308 ask (RFC 9110 sections 15.4.8
    /// and 15.4.9), on the same host, and once. Nothing was done at the former place.
    /// </summary>
    private HttpRequestMessage? RepeatAt(HttpRequestMessage request, HttpResponseMessage response)
    {
        if (request.Method == HttpMethod.Get || response.StatusCode is not (HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect)
            || Location(request, response) is not { } target
            || !string.Equals(route.VendorHost(target), route.VendorHost(request.RequestUri!), StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        // The body was buffered above, so it can be sent again.
        var again = new HttpRequestMessage(request.Method, target) { Content = request.Content };
        foreach (var header in request.Headers)
        {
            again.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        return again;
    }

    private Uri? Target(HttpRequestMessage request, HttpResponseMessage response) =>
        request.Method == HttpMethod.Get
        && response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect
            ? Location(request, response)
            : null;

    private Uri? Location(HttpRequestMessage request, HttpResponseMessage response) =>
        response.Headers.Location is { } location
        // What a vendor writes there need not be an address.
        && Uri.TryCreate(request.RequestUri!, location, out var target)
        && (target.Scheme == Uri.UriSchemeHttps || route.IsOurs(target))
            ? target
            : null;

    private static bool IsCredential(string header) =>
        header.Equals("Authorization", StringComparison.OrdinalIgnoreCase) || header.Equals("Cookie", StringComparison.OrdinalIgnoreCase)
        || header.Contains("key", StringComparison.OrdinalIgnoreCase) || header.Contains("token", StringComparison.OrdinalIgnoreCase);
}

/// <summary>Spares a vendor in trouble, and its callers the wait (RELIABILITY G3). A call counts once, whatever retries it took.</summary>
/// <param name="slow">A call that its caller gave up after this long says as much as one that timed out.</param>
internal sealed class CircuitHandler(VendorCircuits circuits, string provider, Guid organization, TimeSpan slow, TimeProvider clock) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = circuits.Enter(provider, organization);
        var started = clock.GetTimestamp();
        bool? failed = null;
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            failed = response.StatusCode >= HttpStatusCode.InternalServerError;
            return response;
        }
        catch (Exception exception)
        {
            failed = request.Content is not PassedBody { Fault: not null } && IsVendors(exception, clock.GetElapsedTime(started), cancellationToken) ? true : null;
            throw;
        }
        finally
        {
            call.Leave(failed);
        }
    }

    private bool IsVendors(Exception exception, TimeSpan took, CancellationToken cancellationToken) => exception switch
    {
        EgressBlockedException or HttpRequestException { InnerException: EgressBlockedException } => false,
        VendorFailureException { Failure.IsVendorSide: false } => false,
        OperationCanceledException when cancellationToken.IsCancellationRequested => took >= slow,
        OperationCanceledException or Polly.Timeout.TimeoutRejectedException or HttpRequestException => true,
        _ => false,
    };
}

/// <summary>Deadline, which covers the answer's body too (SECURITY I11, V5), and retries only where they are safe (RELIABILITY R8, R9).</summary>
internal sealed class ResilienceHandler : DelegatingHandler
{
    private const int MaxRetries = 3;
    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;
    private readonly string _provider;
    private readonly Guid _organization;
    private readonly TimeSpan _deadline;
    private readonly RetryBudget _budget;
    private readonly OutboundSlots _slots;
    private readonly VendorTime _vendorTime;
    private readonly TimeProvider _clock;
    private readonly int? _keptBytes;

    /// <param name="keptBytes">Longer answers are cut there; null refuses what is longer than <see cref="LimitedBody.VendorLimit"/>.</param>
    public ResilienceHandler(
        ResiliencePipeline<HttpResponseMessage> pipeline, string provider, Guid organization, TimeSpan deadline, RetryBudget budget, OutboundSlots slots, VendorTime vendorTime, TimeProvider clock, int? keptBytes = null)
    {
        (_pipeline, _provider, _organization, _deadline, _budget, _slots, _vendorTime, _clock, _keptBytes) = (pipeline, provider, organization, deadline, budget, slots, vendorTime, clock, keptBytes);
    }

    /// <summary>Deadline and retries, for any number of handlers: each call brings the handler that judges it.</summary>
    public static ResiliencePipeline<HttpResponseMessage> Pipeline(TimeSpan deadline, TimeProvider clock) =>
        new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock }
            .AddTimeout(deadline)
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = MaxRetries,
                ShouldHandle = static arguments => ValueTask.FromResult(HandlerOf(arguments.Context).ShouldRetry(arguments)),
                DelayGenerator = static arguments => ValueTask.FromResult<TimeSpan?>(HandlerOf(arguments.Context).Delay(arguments.AttemptNumber, arguments.Outcome)),
                OnRetry = static arguments =>
                {
                    arguments.Outcome.Result?.Dispose();
                    return ValueTask.CompletedTask;
                },
            })
            .Build();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // One span for the call as its caller sees it; attempts are the spans within (RELIABILITY O4).
        using var span = Telemetry.Source.StartActivity("vendor.call");
        span?.SetTag("integrations.provider", _provider);
        var isPassed = request.IsPassedThrough();
        using var waiting = isPassed ? null : _vendorTime.Wait();
        _budget.Called();
        if (request.Content is not null && !isPassed)
        {
            await request.Content.LoadIntoBufferAsync(cancellationToken);
        }

        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(Keys.Handler, this);
        context.Properties.Set(Keys.Request, request);
        context.Properties.Set(Keys.Started, _clock.GetTimestamp());
        // The handlers below rewrite the address; each attempt starts from the vendor's own.
        var address = request.RequestUri;
        try
        {
            return await _pipeline.ExecuteAsync(
                async (attempt, state) =>
                {
                    state.request.RequestUri = state.address;
                    if (isPassed)
                    {
                        return await PassAsync(state.request, attempt.CancellationToken, cancellationToken);
                    }

                    using var slot = await SlotAsync(attempt.CancellationToken, cancellationToken);
                    var response = await base.SendAsync(state.request, attempt.CancellationToken);
                    return await WithBodyAsync(response, attempt.CancellationToken);
                },
                context,
                (request, address));
        }
        catch
        {
            span?.SetStatus(ActivityStatusCode.Error);
            throw;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>Sends without reading the answer's body. Slot and time at the vendor are held until that is read, or given up.</summary>
    private async Task<HttpResponseMessage> PassAsync(HttpRequestMessage request, CancellationToken attempt, CancellationToken caller)
    {
        var slot = await SlotAsync(attempt, caller);
        var waiting = _vendorTime.Wait();
        void Release()
        {
            slot.Dispose();
            waiting?.Dispose();
        }

        try
        {
            var response = await base.SendAsync(request, attempt);
            response.Content = new PassedAnswerBody(response.Content, Release);
            return response;
        }
        catch
        {
            Release();
            throw;
        }
    }

    /// <summary>Held while an attempt is under way, body included, and not while a retry waits.</summary>
    /// <exception cref="OutboundFullException">There was none until the deadline.</exception>
    private async ValueTask<OutboundSlots.Slot> SlotAsync(CancellationToken attempt, CancellationToken caller)
    {
        try
        {
            return await _slots.TakeAsync(_provider, _organization, attempt);
        }
        catch (OperationCanceledException) when (!caller.IsCancellationRequested)
        {
            throw new OutboundFullException();
        }
    }

    private async Task<HttpResponseMessage> WithBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            var received = response.Content;
            var body = _keptBytes is { } kept
                ? await LimitedBody.ReadStartAsync(received, kept, cancellationToken)
                : await LimitedBody.ReadAsync(received, LimitedBody.VendorLimit, cancellationToken);
            response.ReplaceBody(Utf8Text.Repair(body, received.Headers.ContentType?.MediaType));
            return response;
        }
        catch (Exception exception)
        {
            response.Dispose();
            if (exception is OperationCanceledException or IOException or HttpRequestException or InvalidDataException)
            {
                throw;
            }

            // Decoders throw what they please at a body that is not what its headers say.
            throw new InvalidDataException("The body of the answer could not be decoded.", exception);
        }
    }

    private bool ShouldRetry(RetryPredicateArguments<HttpResponseMessage> arguments)
    {
        var request = arguments.Context.Properties.GetValue(Keys.Request, null!);
        var started = arguments.Context.Properties.GetValue(Keys.Started, 0L);
        var wanted = request.Content is not PassedBody { IsStarted: true } && arguments.Outcome switch
        {
            { Exception: EgressBlockedException or HttpRequestException { InnerException: EgressBlockedException } } => false,
            // Never sent, so never done: safe for every method.
            { Exception: HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError } } => true,
            { Exception: HttpRequestException } => IsRepeatable(request),
            { Result: { StatusCode: HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable } response } => RetryAfter(response) is not null || IsRepeatable(request),
            { Result.StatusCode: HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout or HttpStatusCode.RequestTimeout } => IsRepeatable(request),
            _ => false,
        };
        // A wait that would outlast the deadline fails at once, with the time.
        return wanted
            && _clock.GetElapsedTime(started) + (arguments.Outcome.Result is { } r && RetryAfter(r) is { } wait ? wait : TimeSpan.Zero) < _deadline
            && (arguments.AttemptNumber < MaxRetries && _budget.TrySpend());
    }

    private TimeSpan Delay(int attempt, Outcome<HttpResponseMessage> outcome)
    {
        // 0.5, 1, 2 s × 0.5–1.5: jitter is no secret.
#pragma warning disable CA5394
        var backOff = TimeSpan.FromSeconds(0.5 * Math.Pow(2, attempt) * (0.5 + Random.Shared.NextDouble()));
#pragma warning restore CA5394
        // A vendor that says "now", or a moment that is past by our clock, is not asked again at once.
        return outcome.Result is { } response && RetryAfter(response) is { } wait && wait > backOff ? wait : backOff;
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) =>
        VendorFailures.ParseRetryAfter(response.Headers.TryGetValues("Retry-After", out var values) ? values.FirstOrDefault() : null, _clock.GetUtcNow());

    private static bool IsRepeatable(HttpRequestMessage request) => request.Options.TryGetValue(RequestKeys.RepeatableKey, out var repeatable)
        ? repeatable
        : request.Method == HttpMethod.Get || request.Method == HttpMethod.Head || request.Method == HttpMethod.Put || request.Method == HttpMethod.Delete || request.Method == HttpMethod.Options;

    private static ResilienceHandler HandlerOf(ResilienceContext context) => context.Properties.GetValue(Keys.Handler, null!);

    private static class Keys
    {
        public static readonly ResiliencePropertyKey<ResilienceHandler> Handler = new("handler");
        public static readonly ResiliencePropertyKey<HttpRequestMessage> Request = new("request");
        public static readonly ResiliencePropertyKey<long> Started = new("started");
    }
}

/// <summary>Retries stay under a tenth of a vendor's calls per minute, with a floor for quiet times (RELIABILITY R9).</summary>
internal sealed class RetryBudget(TimeProvider clock)
{
    private const int QuietRetriesPerMinute = 10;
    private readonly Lock _gate = new();
    private long _window;
    private int _calls;
    private int _retries;

    public void Called()
    {
        lock (_gate)
        {
            Roll();
            _calls++;
        }
    }

    public bool TrySpend()
    {
        lock (_gate)
        {
            Roll();
            if (_retries >= Math.Max(QuietRetriesPerMinute, _calls / 10))
            {
                return false;
            }

            _retries++;
            return true;
        }
    }

    private void Roll()
    {
        var minute = clock.GetUtcNow().ToUnixTimeSeconds() / 60;
        if (minute != _window)
        {
            (_window, _calls, _retries) = (minute, 0, 0);
        }
    }
}

/// <summary>Facts that a request carries through the pipeline.</summary>
public static class RequestKeys
{
    /// <summary>Whether a call may be sent again, where its method does not say it: a POST that only reads may, a PUT that adds a comment may not.</summary>
    public static readonly HttpRequestOptionsKey<bool> RepeatableKey = new("integrations.repeatable");

    /// <summary>On calls that are not to be repeated by themselves and yet change nothing, such as the greeting of a protocol.</summary>
    internal static readonly HttpRequestOptionsKey<bool> ChangesNothingKey = new("integrations.changes_nothing");

    /// <summary>On changes that carry an id of their own, made anew for each run of an action.</summary>
    internal static readonly HttpRequestOptionsKey<bool> OwnIdKey = new("integrations.own_id");

    /// <summary>On calls of other programs: bodies are passed on as they come, and redirects are answered instead of followed.</summary>
    internal static readonly HttpRequestOptionsKey<bool> PassedThroughKey = new("integrations.passed_through");

    /// <summary>
    /// Marks a call of another program. What only reads may be sent again after a lost answer; of the rest nobody knows what it does at
    /// this vendor.
    /// </summary>
    internal static HttpRequestMessage PassedThrough(this HttpRequestMessage request)
    {
        request.Options.Set(PassedThroughKey, true);
        request.Options.Set(RepeatableKey, request.Method == HttpMethod.Get || request.Method == HttpMethod.Head);
        return request;
    }

    internal static bool IsPassedThrough(this HttpRequestMessage request) => request.Options.TryGetValue(PassedThroughKey, out var passed) && passed;

    /// <summary>
    /// Marks a change that carries an id made for this run: sent again within the run it does nothing, but another run has another
    /// id and makes a twin, so how it ended matters (RELIABILITY I4).
    /// </summary>
    public static HttpRequestMessage RepeatableInThisRun(this HttpRequestMessage request)
    {
        request.Options.Set(OwnIdKey, true);
        return request.Repeatable();
    }

    /// <summary>Marks a call that only reads, although its method is POST.</summary>
    public static HttpRequestMessage Repeatable(this HttpRequestMessage request)
    {
        request.Options.Set(RepeatableKey, true);
        return request;
    }
}
