using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace Integrations.Tests.EndToEnd.VendorClients;

/// <summary>A script of Node's that serves on loopback until it is disposed.</summary>
internal sealed class NodeServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });

    private NodeServer(Process process, JsonElement said) => (_process, Said) = (process, said);

    /// <summary>What it said of itself when it was ready.</summary>
    public JsonElement Said { get; }

    public Uri Origin => new($"http://127.0.0.1:{Said.GetProperty("port").GetInt32()}/");

    /// <returns>The server; or, where it ended or said nothing, what is known of that.</returns>
    public static async Task<(NodeServer? Server, string Problem)> TryStartAsync(Process process, TimeSpan timeout)
    {
        using var patience = new CancellationTokenSource(timeout);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                if (line.StartsWith("{\"port\"", StringComparison.Ordinal))
                {
                    // A full pipe would stop it.
                    _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                    return (new NodeServer(process, JsonElement.Parse(line)), "");
                }
            }
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }

        await process.WaitForExitAsync(CancellationToken.None);
        var problem = $"it ended with {process.ExitCode}{(patience.IsCancellationRequested ? $", stopped after {timeout}" : "")}: {await errors}";
        process.Dispose();
        return (null, problem);
    }

    /// <summary>Says what is to go wrong next.</summary>
    public async Task OrderAsync(object order)
    {
        using var answer = await _http.PostAsJsonAsync(new Uri(Origin, "control"), order);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>What it counted.</summary>
    public Task<JsonElement> CountsAsync() => _http.GetFromJsonAsync<JsonElement>(new Uri(Origin, "control"));

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
