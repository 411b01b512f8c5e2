using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Integrations.Benchmarks.Circuits;

/// <summary>
/// What a browser does with one page, without the browser: it fetches the page, opens a circuit over a WebSocket, hands the
/// page's root components over, acknowledges what is rendered, answers calls of scripts with nothing, and changes a field.
/// </summary>
internal sealed partial class CircuitClient : IAsyncDisposable
{
    /// <summary>The event that <see cref="ChangeAsync"/> raises.</summary>
    private const string Attribute = "onchange";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource<string> _circuit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SortedSet<ulong> _handlers = [];
    private readonly Uri _hub;
    private readonly string _cookie;
    private TaskCompletionSource _rendered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _receiving = Task.CompletedTask;
    private long _renderer;
    private int _changes;

    private CircuitClient(Uri hub, string cookie)
    {
        (_hub, _cookie) = (hub, cookie);
        foreach (var (name, value) in Headers())
        {
            _socket.Options.SetRequestHeader(name, value);
        }
    }

    /// <summary>When the last batch came, as a <see cref="Stopwatch"/> timestamp.</summary>
    public long RenderedAt { get; private set; }

    /// <summary>What the hub reported, or how the connection ended; null while all is well.</summary>
    public string? Trouble { get; private set; }

    /// <summary>As people see it: in production the hub is behind a proxy that speaks TLS, and its cookies insist on that.</summary>
    private string Origin => $"http://{_hub.Authority}";

    /// <summary>Opens a page and waits for its first batch.</summary>
    public static async Task<CircuitClient> OpenAsync(HttpClient http, Uri page, string cookie)
    {
        var client = new CircuitClient(page, cookie);
        try
        {
            await client.StartAsync(http, page);
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ticks and unticks the page's newest field in turns.</summary>
    /// <returns>From sending the event to having the next batch.</returns>
    public async Task<TimeSpan> ChangeAsync()
    {
        ulong handler;
        lock (_handlers)
        {
            handler = _handlers.Count > 0 ? _handlers.Max : throw new InvalidOperationException($"The page has no {Attribute}.");
        }

        var rendered = _rendered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var turn = ++_changes;
        var arguments = string.Create(
            CultureInfo.InvariantCulture,
            $$"""[{"eventHandlerId":{{handler}},"eventName":"change","eventFieldInfo":null},{"value":{{(turn % 2 == 1 ? "true" : "false")}}}]""");
        var started = Stopwatch.GetTimestamp();
        await SendAsync(HubMessages.Call(null, "BeginInvokeDotNetFromJS", turn.ToString(CultureInfo.InvariantCulture), null, "DispatchEventAsync", _renderer, arguments));
        await rendered.Task.WaitAsync(Patience);
        return Stopwatch.GetElapsedTime(started, RenderedAt);
    }

    /// <summary>Leaves the page as a closed tab does: the hub is told, and keeps nothing for a return.</summary>
    public async Task CloseAsync(HttpClient http)
    {
        using var form = new MultipartFormDataContent { { new StringContent(await _circuit.Task), "circuitId" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_hub, "/_blazor/disconnect")) { Content = form };
        using var answer = await SendAsync(http, request);
        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_closing.IsCancellationRequested)
        {
            await _closing.CancelAsync();
            await _receiving;
            _socket.Dispose();
            _sending.Dispose();
        }
    }

    private async Task StartAsync(HttpClient http, Uri page)
    {
        var (components, state) = await FetchAsync(http, page);
        var token = await NegotiateAsync(http);
        var address = new UriBuilder(new Uri(_hub, $"/_blazor?id={Uri.EscapeDataString(token)}")) { Scheme = "ws" }.Uri;
        await _socket.ConnectAsync(address, CancellationToken.None);
        await SendAsync(HubMessages.Handshake);
        _receiving = Task.Run(ReceiveAsync);
        await SendAsync(HubMessages.Call("0", "StartCircuit", Origin + "/", Origin + page.PathAndQuery, "[]", ""));
        await _circuit.Task.WaitAsync(Patience);
        await SendAsync(HubMessages.Call(null, "UpdateRootComponents", components, state));
        await _rendered.Task.WaitAsync(Patience);
    }

    /// <returns>The page's root components as the browser hands them over, and the state that came with them.</returns>
    private async Task<(string Components, string State)> FetchAsync(HttpClient http, Uri page)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, page);
        request.Headers.Add("Accept", "text/html");
        using var answer = await SendAsync(http, request);
        var html = await answer.Content.ReadAsStringAsync();
        var operations = new JsonArray();
        foreach (Match marker in Markers().Matches(html))
        {
            var json = JsonNode.Parse(marker.Groups["json"].Value)!;
            // An end of a component has an id alone.
            if (json["descriptor"] is not null)
            {
                operations.Add(new JsonObject { ["type"] = "add", ["ssrComponentId"] = operations.Count + 1, ["marker"] = json });
            }
        }

        return operations.Count > 0
            ? (new JsonObject { ["batchId"] = 1, ["operations"] = operations }.ToJsonString(), State().Match(html).Groups["state"].Value)
            : throw new InvalidOperationException($"{page} has no interactive components.");
    }

    private async Task<string> NegotiateAsync(HttpClient http)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_hub, "/_blazor/negotiate?negotiateVersion=1"));
        using var answer = await SendAsync(http, request);
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("connectionToken").GetString()!;
    }

    private IEnumerable<(string Name, string Value)> Headers() => [("Cookie", _cookie), ("Origin", Origin)];

    private async Task<HttpResponseMessage> SendAsync(HttpClient http, HttpRequestMessage request)
    {
        foreach (var (name, value) in Headers())
        {
            request.Headers.Add(name, value);
        }

        return (await http.SendAsync(request)).EnsureSuccessStatusCode();
    }

    private async Task SendAsync(byte[] message)
    {
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task ReceiveAsync()
    {
        var (buffer, filled, isOpen) = (new byte[16 * 1024], 0, false);
        try
        {
            while (true)
            {
                if (filled == buffer.Length)
                {
                    Array.Resize(ref buffer, buffer.Length * 2);
                }

                var received = await _socket.ReceiveAsync(buffer.AsMemory(filled), _closing.Token);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    throw new IOException("The hub closed the connection.");
                }

                filled += received.Count;
                if (!isOpen && buffer.AsSpan(0, filled).IndexOf((byte)0x1e) is var end and >= 0)
                {
                    var answer = Encoding.UTF8.GetString(buffer, 0, end);
                    isOpen = answer == "{}" ? true : throw new IOException(answer);
                    filled = Shift(buffer, end + 1, filled);
                }

                while (isOpen && HubMessageReader.TryTake(buffer.AsSpan(0, filled), out var start, out var length))
                {
                    if (Hear(buffer.AsSpan(start, length)) is { } reply)
                    {
                        await SendAsync(reply);
                    }

                    filled = Shift(buffer, start + length, filled);
                }
            }
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // Closed by us.
        }
        catch (Exception trouble) when (trouble is WebSocketException or IOException or InvalidDataException or OperationCanceledException)
        {
            Fail(trouble.Message);
        }
    }

    private static int Shift(byte[] buffer, int taken, int filled)
    {
        buffer.AsSpan(taken, filled - taken).CopyTo(buffer);
        return filled - taken;
    }

    /// <returns>What is to be sent in reply, if anything.</returns>
    private byte[]? Hear(ReadOnlySpan<byte> message)
    {
        var reader = new HubMessageReader(message);
        reader.ReadArray();
        switch ((HubMessageType)reader.ReadNumber())
        {
            case HubMessageType.Ping:
                return HubMessages.Ping;
            case HubMessageType.Close:
                throw new IOException("The hub closed the circuit.");
            case HubMessageType.Completion:
                reader.SkipNoHeaders();
                reader.ReadText();
                const int WithResult = 3;
                if (reader.ReadNumber() == WithResult)
                {
                    _circuit.TrySetResult(reader.ReadText());
                }
                else
                {
                    throw new IOException("The circuit was refused.");
                }

                return null;
            case HubMessageType.Invocation:
                reader.SkipNoHeaders();
                reader.ReadBytes();
                var target = reader.ReadText();
                reader.ReadArray();
                return Serve(target, ref reader);
            default:
                return null;
        }
    }

    private byte[]? Serve(string target, ref HubMessageReader arguments)
    {
        switch (target)
        {
            case "JS.RenderBatch":
                var batch = arguments.ReadNumber();
                lock (_handlers)
                {
                    RenderBatch.Follow(arguments.ReadBytes(), Attribute, _handlers);
                }

                RenderedAt = Stopwatch.GetTimestamp();
                _rendered.TrySetResult();
                return HubMessages.Call(null, "OnRenderCompleted", batch, null);
            case "JS.BeginInvokeJS":
                var (call, script, given) = (arguments.ReadNumber(), arguments.ReadText(), arguments.ReadText());
                if (script == "Blazor._internal.attachWebRendererInterop")
                {
                    _renderer = JsonElement.Parse(given)[1].GetProperty("__dotNetObject").GetInt64();
                }

                // Zero asks for no answer.
                return call == 0 ? null : HubMessages.Call(null, "EndInvokeJSFromDotNet", call, true, string.Create(CultureInfo.InvariantCulture, $"[{call},true,null]"));
            case "JS.Error":
                Fail(arguments.ReadText());
                return null;
            default:
                return null;
        }
    }

    private void Fail(string why)
    {
        Trouble ??= why;
        var failure = new IOException(why);
        _circuit.TrySetException(failure);
        _rendered.TrySetException(failure);
        // Anyone who does not wait for it need not hear of it twice.
        _ = (_circuit.Task.Exception, _rendered.Task.Exception);
    }

    [GeneratedRegex("<!--Blazor:(?<json>\\{.*?\\})-->", RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Markers();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(?<state>[^>]*?)-->", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex State();
}
