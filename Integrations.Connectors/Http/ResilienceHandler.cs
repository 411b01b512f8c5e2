using System.Diagnostics;
using System.Net;
using Integrations.Primitives;
using Polly;
using Polly.Retry;

namespace Integrations.Connectors.Http;

/// <summary>Deadline, which covers the answer's body too (SECURITY I11, V5), and retries only where they are safe (RELIABILITY R8, R9).</summary>
internal sealed class ResilienceHandler(ResiliencePipeline<HttpResponseMessage> pipeline, CallBounds bounds, VendorTime vendorTime, TimeProvider clock) : DelegatingHandler
{
    private const int MaxRetries = 3;

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
        span?.SetTag("integrations.provider", bounds.Provider);
        var isPassed = request.IsPassedThrough();
        using var waiting = isPassed ? null : vendorTime.Wait();
        bounds.Budget.Called();
        if (request.Content is not null && !isPassed)
        {
            await request.Content.LoadIntoBufferAsync(cancellationToken);
        }

        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(Keys.Handler, this);
        context.Properties.Set(Keys.Request, request);
        context.Properties.Set(Keys.Started, clock.GetTimestamp());
        // The handlers below rewrite the address; each attempt starts from the vendor's own.
        var address = request.RequestUri;
        try
        {
            return await pipeline.ExecuteAsync(
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
        var waiting = vendorTime.Wait();
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
    private async ValueTask<OutboundConcurrencyLimiter.Slot> SlotAsync(CancellationToken attempt, CancellationToken caller)
    {
        try
        {
            return await bounds.Slots.TakeAsync(bounds.Provider, bounds.Organization, attempt);
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
            var body = bounds.KeptBytes is { } kept
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
            // A vendor that says when to come again did nothing; another program's change is left to that program all the same.
            { Result: { StatusCode: HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable } response } =>
                IsRepeatable(request) || (RetryAfter(response) is not null && !request.IsPassedThrough()),
            { Result.StatusCode: HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout or HttpStatusCode.RequestTimeout } => IsRepeatable(request),
            _ => false,
        };
        var wait = arguments.Outcome.Result is { } answer && RetryAfter(answer) is { } asked ? asked : TimeSpan.Zero;
        // A wait that would outlast the deadline fails at once, with the time; so does one for which the vendor's budget has no room soon.
        return wanted
            && clock.GetElapsedTime(started) + wait < bounds.Deadline
            && BudgetCall.Of(request)?.HasRoomAfter(wait) != false
            && (arguments.AttemptNumber < MaxRetries && bounds.Budget.TrySpend());
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
        VendorFailures.ParseRetryAfter(response.Headers.TryGetValues("Retry-After", out var values) ? values.FirstOrDefault() : null, clock.GetUtcNow());

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
