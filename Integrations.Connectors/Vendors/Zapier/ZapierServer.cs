using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Primitives;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Integrations.Connectors.Vendors.Zapier;

/// <summary>One visit to the user's MCP server: connect, list, call, leave.</summary>
/// <remarks>
/// Streamable HTTP by ModelContextProtocol 2.4.0. Unpinned it asks with the 2026-07-28 revision and falls back to the
/// handshake of older ones on 400 and 404, but not on 405, 422 or 500: there we pin an older revision ourselves.
/// </remarks>
internal sealed partial class ZapierServer : IAsyncDisposable
{
    private const string OlderRevision = "2025-11-25";
    private const int PagesRead = 20;
    private const int ToolsRead = 1_000;

    private readonly VendorSession _session;
    private readonly ZapierWire _wire;
    private readonly HttpClient _http;
    private McpClient _client;
    private string? _revision;

    private ZapierServer(VendorSession session, ZapierWire wire, HttpClient http, (McpClient Client, string? Revision) opened) =>
        (_session, _wire, _http, _client, _revision) = (session, wire, http, opened.Client, opened.Revision);

    public string Name => EntityText.Title(_client.ServerInfo?.Title ?? _client.ServerInfo?.Name, "Zapier MCP");

    public string? Fingerprint => _wire.Fingerprint;

    /// <summary>See <see cref="ZapierIdentity.SubjectOf"/>.</summary>
    public string? Subject => _wire.Subject;

    /// <summary>What the server offered in this visit; null before it was asked.</summary>
    public IReadOnlyList<ZapierTool>? Offered { get; set; }

    public static async Task<Result<ZapierServer>> ConnectAsync(VendorSession session, CancellationToken cancellationToken)
    {
        // The session's handlers are the session's to dispose.
        var wire = new ZapierWire(session.Handler, session.VendorName);
        var http = new HttpClient(wire, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        var opened = await OpenAnyAsync(session, wire, http, revision: null, cancellationToken);
        if (!opened.TryGet(out var client, out var failure))
        {
            http.Dispose();
            return failure;
        }

        return new ZapierServer(session, wire, http, client);
    }

    /// <summary>All tools, at most a thousand. The loop is ours because a server could go on naming a next page.</summary>
    public Task<Result<IReadOnlyList<McpClientTool>>> ListToolsAsync(CancellationToken cancellationToken) => GuardAsync<IReadOnlyList<McpClientTool>>(
        async () =>
        {
            var tools = new List<McpClientTool>();
            string? cursor = null;
            for (var page = 0; page < PagesRead && tools.Count < ToolsRead && (page == 0 || !string.IsNullOrEmpty(cursor)); page++)
            {
                var listed = await _client.ListToolsAsync(new ListToolsRequestParams { Cursor = cursor }, cancellationToken);
                tools.AddRange(listed.Tools.Select(tool => new McpClientTool(_client, tool)));
                cursor = listed.NextCursor;
            }

            return tools;
        },
        cancellationToken);

    /// <summary>Calls a tool once. A tool that ran and failed is an answer too: see <see cref="ZapierAnswer.IsError"/>.</summary>
    public Task<Result<ZapierAnswer>> CallAsync(McpClientTool tool, JsonElement arguments, CancellationToken cancellationToken) => GuardAsync(
        async () =>
        {
            try
            {
                // By this client, not by the one that listed the tool: its session may be gone.
                await new McpClientTool(_client, tool.ProtocolTool).CallAsync(
                    arguments.EnumerateObject().DistinctBy(argument => argument.Name).ToDictionary(argument => argument.Name, argument => (object?)argument.Value, StringComparer.Ordinal),
                    cancellationToken: cancellationToken);
            }
            catch (Exception) when (!cancellationToken.IsCancellationRequested && _wire.Result is not null)
            {
                // The server answered, and the library does not know some part of it. The tool has run: its answer is kept.
            }

            return new ZapierAnswer(_wire.Result ?? default);
        },
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await LeaveAsync();
        _http.Dispose();
    }

    private async Task LeaveAsync()
    {
        try
        {
            await _client.DisposeAsync();
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or McpException or OperationCanceledException or TimeoutException)
        {
            // Saying goodbye to an older server is a courtesy; it may be gone already.
        }
    }

    private static Task<McpClient> OpenAsync(HttpClient http, TimeProvider clock, string? revision, CancellationToken cancellationToken) => McpClient.CreateAsync(
        new HttpClientTransport(
            new HttpClientTransportOptions
            {
                Endpoint = new Uri(ZapierAddress.Endpoint),
                TransportMode = HttpTransportMode.StreamableHttp,
                // We ask and leave; no one listens for news.
                EnableStandaloneGetStream = false,
                MaxReconnectionAttempts = 0,
            },
            http,
            ownsHttpClient: false),
        new McpClientOptions
        {
            ClientInfo = new Implementation { Name = "integrations-hub", Version = "1.0.0" },
            ProtocolVersion = revision,
            // The session has its own deadline per call; these only keep the library from cutting in earlier.
            InitializationTimeout = TimeSpan.FromMinutes(2),
            DiscoverProbeTimeout = TimeSpan.FromMinutes(1),
            TimeProvider = clock,
        },
        cancellationToken: cancellationToken);

    /// <summary>Opens a session in the revision that the server speaks.</summary>
    private static async Task<Result<(McpClient Client, string? Revision)>> OpenAnyAsync(
        VendorSession session, ZapierWire wire, HttpClient http, string? revision, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return (await OpenAsync(http, session.Clock, revision, cancellationToken), revision);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested && attempt < 2 && OtherRevision(exception, wire, revision) is { } other)
            {
                revision = other;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                return Explain(session, wire, exception, cancellationToken);
            }
        }
    }

    private async Task<Result<T>> GuardAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        for (var isAgain = false; ; isAgain = true)
        {
            try
            {
                return Result<T>.Success(await call());
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                if (isAgain || !_wire.IsSessionLost)
                {
                    return Explain(_session, _wire, exception, cancellationToken);
                }
            }

            // A server that lost the session did nothing with the call: a new session, and the call once more.
            var opened = await OpenAnyAsync(_session, _wire, _http, _revision, cancellationToken);
            if (!opened.TryGet(out var again, out var failure))
            {
                return failure;
            }

            await LeaveAsync();
            (_client, _revision) = again;
        }
    }

    /// <summary>The revision to try next; null when another would not help.</summary>
    private static string? OtherRevision(Exception exception, ZapierWire wire, string? tried)
    {
        if (tried is null)
        {
            return wire.Refused?.Status is HttpStatusCode.MethodNotAllowed or HttpStatusCode.UnprocessableEntity or HttpStatusCode.InternalServerError ? OlderRevision : null;
        }

        // A pinned revision must be answered exactly; the library's message names what the server speaks.
        return exception is McpException && SpokenRevision().Match(exception.Message) is { Success: true } match && match.Groups["revision"].Value != tried ? match.Groups["revision"].Value : null;
    }

    /// <summary>Whatever the library makes of a stranger's answer, it ends as a failure that tells what to do.</summary>
    private static Failure Explain(VendorSession session, ZapierWire wire, Exception exception, CancellationToken cancellationToken) =>
        wire.Failure(session, cancellationToken) ?? exception switch
        {
            McpProtocolException refused => VendorFailures.Refused(session.VendorName, VendorFailures.Clean(refused.Message, 300)),
            TimeoutException or OperationCanceledException => VendorFailures.TimedOut(session.VendorName),
            _ => VendorFailures.Unreadable(session.VendorName, null),
        };

    [GeneratedRegex("got (?<revision>\\d{4}-\\d{2}-\\d{2})", RegexOptions.NonBacktracking)]
    private static partial Regex SpokenRevision();
}
