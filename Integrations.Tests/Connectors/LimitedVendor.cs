using System.Globalization;
using System.Net;

namespace Integrations.Tests.Connectors;

/// <summary>Counts in fixed windows, and refuses what is more.</summary>
internal sealed class LimitedVendor(int requests, TimeSpan window, TimeProvider clock) : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private long _window;
    private int _count;

    public int Asked { get; private set; }

    public int Refused { get; private set; }

    /// <summary>What answers say besides what is left.</summary>
    public Dictionary<string, string> Headers { get; } = new(StringComparer.Ordinal);

    /// <summary>Another program uses up so many.</summary>
    public void Spend(int count)
    {
        lock (_lock)
        {
            Count(count);
        }
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            Count(1);
            Asked++;
            if (_count > requests)
            {
                Refused++;
            }

            var response = new HttpResponseMessage(_count > requests ? HttpStatusCode.TooManyRequests : HttpStatusCode.OK);
            response.Headers.TryAddWithoutValidation("X-Remaining", Math.Max(0, requests - _count).ToString(CultureInfo.InvariantCulture));
            foreach (var (name, value) in Headers)
            {
                response.Headers.TryAddWithoutValidation(name, value);
            }

            return Task.FromResult(response);
        }
    }

    private void Count(int count)
    {
        var now = clock.GetUtcNow().Ticks / window.Ticks;
        (_window, _count) = (now, now == _window ? _count + count : count);
    }
}
