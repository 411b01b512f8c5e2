using System.Net;
using System.Net.Sockets;

namespace Integrations.Tests.EndToEnd.Nodes;

/// <summary>What stands before the nodes: passes each connection on to one of them, or to none.</summary>
internal sealed class NodeProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();

    public NodeProxy()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Where new connections go; null closes them.</summary>
    public Uri? Node { get; set; }

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var browser = await _listener.AcceptTcpClientAsync(_end.Token);
                _ = PassAsync(browser, Node);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task PassAsync(TcpClient browser, Uri? to)
    {
        using (browser)
        {
            if (to is null)
            {
                return;
            }

            using var node = new TcpClient();
            try
            {
                await node.ConnectAsync(to.Host, to.Port, _end.Token);
                // Ends with whichever side ends first, as a connection through a proxy does.
                await Task.WhenAny(
                    browser.GetStream().CopyToAsync(node.GetStream(), _end.Token), node.GetStream().CopyToAsync(browser.GetStream(), _end.Token));
            }
            catch (Exception gone) when (gone is SocketException or IOException or OperationCanceledException)
            {
                // A node that is down.
            }
        }
    }
}
