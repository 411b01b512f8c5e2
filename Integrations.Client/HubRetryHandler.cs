using System.Diagnostics.CodeAnalysis;
using System.Net;
using Microsoft.Extensions.Options;

namespace Integrations.Client;

/// <summary>
/// One try has its time; an answer that says "later" (429, 503) is tried again after the wait that it names, where the call can be repeated: reads, <c>PUT</c>,
/// <c>DELETE</c>, and what has an idempotency key.
/// </summary>
/// <param name="readsOnly">Of calls to a vendor only reads are repeated: what a vendor makes of the rest is not known.</param>
internal sealed class HubRetryHandler(IOptions<IntegrationsHubOptions> options, TimeProvider clock, bool readsOnly) : DelegatingHandler
{
    /// <summary>A call that does no harm twice, whatever its method.</summary>
    public static readonly HttpRequestOptionsKey<bool> IsRepeatable = new("Integrations.Client.Repeatable");

    /// <summary>The answer is not read here.</summary>
    public static readonly HttpRequestOptionsKey<bool> IsStreamed = new("Integrations.Client.Streamed");
    private const string IdempotencyHeader = "Idempotency-Key";
    private const long LargestAnswer = 64 * 1024 * 1024;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);

    /// <summary>Whether the body, if there is one, can be sent a second time.</summary>
    public static bool CanSendAgain(HttpRequestMessage request) => request.Content is null or ByteArrayContent or ReadOnlyMemoryContent;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (var tries = 0; ; tries++)
        {
            var response = await TryAsync(request, cancellationToken);
            if (response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable) || tries >= options.Value.Retries || !CanRepeat(request)
                || (HubErrorReader.RetryAfterOf(response) ?? Pause(tries)) is var wait && wait > options.Value.LongestWait)
            {
                return response;
            }

            response.Dispose();
            await Task.Delay(wait, clock, cancellationToken);
        }
    }

    private async Task<HttpResponseMessage> TryAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(options.Value.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            var response = await base.SendAsync(request, either.Token);
            if (!readsOnly && !request.Options.TryGetValue(IsStreamed, out _))
            {
                await response.Content.LoadIntoBufferAsync(LargestAnswer, either.Token);
            }

            return response;
        }
        catch (OperationCanceledException late) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new HubException(
                new HubError { Kind = HubErrorKind.TimedOut, Code = "hub.timeout", Message = $"The hub did not answer within {options.Value.Timeout.TotalSeconds:0} s. Whether it did something is not known." }, late);
        }
    }

    private bool CanRepeat(HttpRequestMessage request) =>
        CanSendAgain(request) && (request.Options.TryGetValue(IsRepeatable, out _)
            || request.Method == HttpMethod.Get || request.Method == HttpMethod.Head
            || (!readsOnly && (request.Method == HttpMethod.Put || request.Method == HttpMethod.Delete || request.Headers.Contains(IdempotencyHeader))));

    /// <summary>Where no wait is named: twice as long each time, and never the same for two programs.</summary>
    [SuppressMessage("Security", "CA5394", Justification = "Jitter is no secret.")]
    private static TimeSpan Pause(int tries) => FirstPause * Math.Pow(2, tries) * (1 + Random.Shared.NextDouble());
}
