using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;

namespace Integrations.Tests.EndToEnd.Browser;

/// <summary>What comes over the wire for a page, as the browser itself counts it: compressed, headers included, and what a WebSocket brings as it is before it is packed.</summary>
internal sealed class WireBytes
{
    private const string Socket = "WebSocket";

    private readonly ConcurrentDictionary<string, (string Kind, string Address, string Encoding)> _asked = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(string Request, double Bytes)> _came = [];

    private WireBytes()
    {
    }

    /// <summary>Everything that was asked for, with its kind and how it was packed.</summary>
    public IReadOnlyCollection<(string Kind, string Address, string Encoding)> Asked => [.. _asked.Values];

    public double Total => _came.Sum(one => one.Bytes);

    /// <summary>Bytes and pieces by kind, most first.</summary>
    public IReadOnlyList<(string Kind, int Pieces, double Bytes)> ByKind =>
    [
        .. _came.GroupBy(one => _asked.TryGetValue(one.Request, out var asked) ? asked.Kind : "Other", StringComparer.Ordinal)
            .Select(group => (group.Key, group.Select(one => one.Request).Distinct(StringComparer.Ordinal).Count(), group.Sum(one => one.Bytes)))
            .OrderByDescending(kind => kind.Item3),
    ];

    /// <summary>Counts from now on, with an empty cache.</summary>
    public static async Task<WireBytes> CountAsync(IPage page)
    {
        var count = new WireBytes();
        var session = await page.Context.NewCDPSessionAsync(page);
        session.Event("Network.responseReceived").OnEvent += (_, told) => count.Answered(told!.Value);
        session.Event("Network.loadingFinished").OnEvent += (_, told) => count._came.Enqueue((Request(told!.Value), told.Value.GetProperty("encodedDataLength").GetDouble()));
        session.Event("Network.webSocketCreated").OnEvent += (_, told) => count._asked[Request(told!.Value)] = (Socket, told.Value.GetProperty("url").GetString()!, "");
        session.Event("Network.webSocketFrameReceived").OnEvent += (_, told) => count._came.Enqueue((Request(told!.Value), told.Value.GetProperty("response").GetProperty("payloadData").GetString()!.Length));
        await session.SendAsync("Network.enable");
        await session.SendAsync("Network.clearBrowserCache");
        return count;
    }

    private void Answered(JsonElement told)
    {
        var answer = told.GetProperty("response");
        var encoding = answer.GetProperty("headers").EnumerateObject().Where(header => header.Name.Equals("content-encoding", StringComparison.OrdinalIgnoreCase)).Select(header => header.Value.GetString()).FirstOrDefault();
        _asked[Request(told)] = (told.GetProperty("type").GetString()!, answer.GetProperty("url").GetString()!, encoding ?? "");
    }

    private static string Request(JsonElement told) => told.GetProperty("requestId").GetString()!;
}
