using System.Net.Http.Headers;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Connectors.Manifest;
using Integrations.Primitives;

namespace Integrations.Connectors.Contracts;

/// <summary>
/// What a connector is handed: an authenticated, resilient way to one vendor for one connection. Timeouts, retries,
/// rate limits, token refresh, address rules and size limits are settled below it; connectors only build requests
/// and read answers. It lives for one operation.
/// </summary>
public sealed class VendorSession : IDisposable
{
    private readonly IConnector _connector;
    private readonly ActWatch _handler;

    /// <summary>Opens a session for one operation. It is given no credential: the handler signs each request.</summary>
    /// <param name="connector">Reads its vendor's own way to say that a call failed.</param>
    /// <param name="vendorName">The provider's display name, for messages.</param>
    /// <param name="authKind">One of <see cref="AuthKinds"/>.</param>
    /// <param name="facts"><see cref="VendorSessionFacts.None"/> where there is no connection yet.</param>
    /// <param name="handler">The pipeline: deadlines, retries, circuit, credential, address rules. It is disposed with the session.</param>
    /// <param name="clock">For waiting times.</param>
    public VendorSession(IConnector connector, string vendorName, string authKind, VendorSessionFacts facts, HttpMessageHandler handler, TimeProvider clock)
    {
        _connector = connector;
        _handler = new ActWatch(handler);
        VendorName = vendorName;
        AuthKind = authKind;
        Facts = facts;
        Clock = clock;
        // The pipeline has its own deadlines (SECURITY V5); HttpClient's would hide which one struck.
        Http = new HttpClient(_handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>The provider's display name, for messages.</summary>
    public string VendorName { get; }

    /// <summary>How the connection was made; one of <see cref="AuthKinds"/>.</summary>
    public string AuthKind { get; }

    /// <summary>Fields that are not secret: what the person typed (site, base URL), settings, and facts of the account.</summary>
    public VendorSessionFacts Facts { get; }

    /// <summary>The hub's clock. Connectors take the time from here and nowhere else, so that tests can set it.</summary>
    public TimeProvider Clock { get; }

    /// <summary>For libraries that insist on a client of their own making.</summary>
    public HttpMessageHandler Handler => _handler;

    /// <summary>For libraries that take a client. Vendor addresses are always the vendor's own (https); the sandbox is slid under below.</summary>
    public HttpClient Http { get; }

    /// <summary>Something was sent that may have been done, and must not be sent twice.</summary>
    internal bool MayBeDone => _handler.MayBeDone;

    /// <summary>The provider's words for a credential that is dead (RELIABILITY K5).</summary>
    internal DeadCredential DeadCredential { get; init; } = DeadCredential.None;

    /// <summary>Takes what went wrong in an unforeseen way, for the log; null where there is none.</summary>
    internal Action<Exception>? Unforeseen { get; init; }

    /// <summary>The calls that belong together just now; null where each stands alone.</summary>
    internal SessionVisit? Visit { get; private set; }

    /// <summary>The calls until its end belong together, and may share what the connector opens at its vendor.</summary>
    internal SessionVisit BeginVisit() => Visit = new SessionVisit(() => Visit = null);

    /// <summary>Passes on an exception that no rule of ours knows.</summary>
    internal void Tell(Exception exception)
    {
        if (!VendorFailures.IsForeseen(exception))
        {
            Unforeseen?.Invoke(exception);
        }
    }

    /// <summary>Sends and reads the whole answer, whatever its status; only what never answered is a failure.</summary>
    public async Task<Result<VendorResponse>> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var body = await LimitedBody.ReadAsync(response.Content, LimitedBody.VendorLimit, cancellationToken);
            return VendorResponse.From(response, body);
        }
        catch (Exception exception) when (VendorFailures.FromException(VendorName, exception, cancellationToken) is { } failure)
        {
            Tell(exception);
            return failure;
        }
    }

    /// <summary>Sends another program's call, and gives the answer with its body unread: dispose it. Only what never answered is a failure.</summary>
    internal async Task<Result<HttpResponseMessage>> PassAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await Http.SendAsync(request.PassedThrough(), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (Exception) when (request.Content is PassedBody { Fault: { } fault })
        {
            // The other program's body broke off, which is no failure of the vendor's.
            ExceptionDispatchInfo.Throw(fault);
            throw;
        }
        catch (Exception exception) when (VendorFailures.FromException(VendorName, exception, cancellationToken) is { } failure)
        {
            Tell(exception);
            return failure;
        }
    }

    /// <summary>Sends and reads JSON. Every status but 2xx, and every unreadable body, is a failure with the vendor's own words.</summary>
    public async Task<Result<T>> ReadAsync<T>(HttpRequestMessage request, JsonSerializerOptions? json, CancellationToken cancellationToken)
    {
        var sent = await SendAsync(request, cancellationToken);
        if (!sent.TryGet(out var response, out var failure))
        {
            return failure;
        }

        return Check(response) is { } refused ? refused : response.Json<T>(VendorName, json);
    }

    /// <summary>As <see cref="ReadAsync{T}(HttpRequestMessage, JsonSerializerOptions?, CancellationToken)"/>, mapped to our words.</summary>
    public async Task<Result<TResult>> ReadAsync<T, TResult>(
        HttpRequestMessage request, JsonSerializerOptions? json, Func<T, TResult> map, CancellationToken cancellationToken) =>
        (await ReadAsync<T>(request, json, cancellationToken)).Map(map);

    /// <summary>The failure that an answer stands for; null for a success.</summary>
    public Failure? Check(VendorResponse response) =>
        _connector.ReadFailure(this, response) ?? (response.IsSuccess ? null : VendorFailures.FromResponse(VendorName, response, Clock.GetUtcNow()));

    /// <summary>A GET of a vendor address.</summary>
    public static HttpRequestMessage Get(string url) => new(HttpMethod.Get, url) { Headers = { Accept = { new MediaTypeWithQualityHeaderValue("application/json") } } };

    /// <summary>A request with a JSON body.</summary>
    /// <param name="method">Any method that takes a body.</param>
    /// <param name="url">The vendor's own https address.</param>
    /// <param name="body">Serialized with <paramref name="json"/>.</param>
    /// <param name="json">Null for web defaults.</param>
    /// <param name="repeatable">True for calls that only read: they may be repeated after a lost answer (RELIABILITY R8).</param>
    public static HttpRequestMessage Json(HttpMethod method, string url, object body, JsonSerializerOptions? json = null, bool repeatable = false)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, json ?? JsonSerializerOptions.Web));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        var request = new HttpRequestMessage(method, url) { Content = content };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return repeatable ? request.Repeatable() : request;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Http.Dispose();
        _handler.Dispose();
    }
}
