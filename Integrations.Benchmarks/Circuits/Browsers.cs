using System.Diagnostics;
using Integrations.Benchmarks.Load;

namespace Integrations.Benchmarks.Circuits;

/// <summary>Very many browsers with one page each, in this process: their memory is not the hub's.</summary>
internal sealed class Browsers(Uri hub, IReadOnlyList<string> cookies) : IAsyncDisposable
{
    private const int AtOnce = 8;
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, UseProxy = false });
    private readonly List<CircuitClient> _open = [];

    public int Count => _open.Count;

    /// <summary>Opens pages, the given ones in turns, and waits until nothing more is rendered.</summary>
    public async Task<IReadOnlyList<CircuitClient>> OpenAsync(IReadOnlyList<string> pages, int count)
    {
        var opened = new CircuitClient[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (n, _) =>
            opened[n] = await CircuitClient.OpenAsync(_http, new Uri(hub, pages[n % pages.Count]), cookies[n % cookies.Count]));
        _open.AddRange(opened);
        while (opened.Any(client => Stopwatch.GetElapsedTime(client.RenderedAt) < Quiet))
        {
            await Task.Delay(100);
        }

        MustAllLive();
        return opened;
    }

    /// <exception cref="VoidRunException">A circuit ended by itself: what was measured was less than what is said.</exception>
    public void MustAllLive()
    {
        var troubled = _open.Where(client => client.Trouble is not null).ToList();
        if (troubled.Count > 0)
        {
            throw new VoidRunException($"{troubled.Count} of {_open.Count} circuits ended: {troubled[0].Trouble}");
        }
    }

    public async Task CloseAsync()
    {
        await Parallel.ForEachAsync(_open, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (client, _) => await client.CloseAsync(_http));
        _open.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _open)
        {
            await client.DisposeAsync();
        }

        _http.Dispose();
    }
}
