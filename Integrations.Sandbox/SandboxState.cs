using System.Collections.Concurrent;
using Integrations.Sandbox.OAuth;

namespace Integrations.Sandbox;

/// <summary>What has happened in the sandbox so far, for tests and for its page. Also where a test orders trouble.</summary>
public sealed class SandboxState(TimeProvider time, SandboxOptions options)
{
    private const int RequestsKept = 2000;
    private readonly ConcurrentDictionary<string, OAuthLedger> _ledgers = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<SandboxRequest> _requests = new();
    private readonly Lock _ordersLock = new();
    private readonly List<OrderedAnswer> _orders = [];

    /// <summary>The authorization server of a provider: codes, tokens, counts.</summary>
    public OAuthLedger OAuth(string server) => _ledgers.GetOrAdd(server, name => new OAuthLedger(time, options.StateFolder is { } folder ? new OAuthLedgerFile(folder, name) : null));

    /// <summary>The latest requests, oldest first; without headers, bodies and query strings.</summary>
    public IReadOnlyList<SandboxRequest> Requests => [.. _requests];

    /// <summary>
    /// The next <paramref name="times"/> requests whose <c>host/path</c> starts with <paramref name="prefix"/>
    /// (<c>api.github.com/search</c>) get this answer instead of the vendor's.
    /// </summary>
    public void AnswerNext(string prefix, int status, string body = "", int times = 1, string contentType = "application/json", params (string Name, string Value)[] headers)
    {
        lock (_ordersLock)
        {
            _orders.Add(new OrderedAnswer(prefix, status, body, contentType, headers) { Left = times });
        }
    }

    /// <summary>All access tokens are expired from now on; refresh tokens still work.</summary>
    public void ExpireAccessTokens()
    {
        foreach (var ledger in _ledgers.Values)
        {
            ledger.ExpireAccessTokens();
        }
    }

    internal OrderedAnswer? TakeOrder(string hostAndPath)
    {
        lock (_ordersLock)
        {
            var order = _orders.Find(o => hostAndPath.StartsWith(o.Prefix, StringComparison.OrdinalIgnoreCase));
            if (order is not null && --order.Left == 0)
            {
                _orders.Remove(order);
            }

            return order;
        }
    }

    internal void Record(SandboxRequest request)
    {
        _requests.Enqueue(request);
        while (_requests.Count > RequestsKept)
        {
            _requests.TryDequeue(out _);
        }
    }

    internal void Reset()
    {
        foreach (var ledger in _ledgers.Values)
        {
            ledger.Reset();
        }

        _requests.Clear();
        lock (_ordersLock)
        {
            _orders.Clear();
        }
    }
}
