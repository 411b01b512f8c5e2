using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Primitives;
using Microsoft.Graph;
using Microsoft.Kiota.Abstractions.Authentication;

namespace Integrations.Connectors.Vendors.Outlook;

/// <summary>Microsoft's Graph client over a session, for one operation.</summary>
/// <remarks>
/// It never gets its default handlers, which repeat writes and follow redirects: credential, retries and refusals stay with the session. Its
/// assembly is large (48 MB) and is loaded when the first operation begins. EF Core looks at every type of this assembly at the start, and at
/// constructors before a migration, so no type may extend one of Graph's, hold a value made of one, or be constructed from one: answers are turned into
/// our words inside <see cref="AskAsync"/>, before they are awaited.
/// </remarks>
internal sealed class GraphApi : IDisposable
{
    private readonly VendorSession _session;
    private readonly CancellationToken _cancellationToken;
    private readonly AllowedHostsValidator _hosts = new([new Uri(Graph.Root).Host]);
    private readonly HttpClient _http;
    private readonly GraphServiceClient _client;

    public GraphApi(VendorSession session, CancellationToken cancellationToken)
    {
        (_session, _cancellationToken) = (session, cancellationToken);
        // The session has deadlines of its own.
        _http = new HttpClient(new SessionHandler(session, Prepare, jsonOnly: true)) { Timeout = Timeout.InfiniteTimeSpan };
        _client = new GraphServiceClient(_http, new AnonymousAuthenticationProvider());
    }

    /// <summary>What is written carries an id of its own, so it may be sent again in the same run (RELIABILITY I4).</summary>
    public bool Repeatable { get; init; }

    /// <summary>Runs one request; whatever goes wrong at the vendor, and an answer that says nothing, is a failure.</summary>
    /// <param name="ask">One request of the client.</param>
    /// <param name="read">The answer in our words; null when it cannot be read.</param>
    public Task<Result<T>> AskAsync<TAnswer, T>(Func<GraphServiceClient, CancellationToken, Task<TAnswer?>> ask, Func<TAnswer, T?> read)
        where TAnswer : class
        where T : class =>
        _session.CallAsync<T>(
            async () => await ask(_client, _cancellationToken) is { } answer && read(answer) is { } known ? Result<T>.Success(known) : VendorFailures.Unreadable(_session.VendorName, null),
            _cancellationToken);

    /// <summary>The same for a request whose answer has no body.</summary>
    public Task<Result<Done>> RunAsync(Func<GraphServiceClient, CancellationToken, Task> ask) =>
        _session.CallAsync<Done>(
            async () =>
            {
                await ask(_client, _cancellationToken);
                return Done.Value;
            },
            _cancellationToken);

    public void Dispose()
    {
        _client.Dispose();
        _http.Dispose();
    }

    private void Prepare(HttpRequestMessage request)
    {
        // The credential is bound to its hosts below, and a link of Graph's is asked for at Graph; what still leads elsewhere is not sent at all.
        if (request.RequestUri is not { } address || address.Scheme != Uri.UriSchemeHttps || !_hosts.IsUrlHostValid(address))
        {
            throw new VendorFailureException(VendorFailures.Unreadable(_session.VendorName, null));
        }

        // Paging links do not hold them, and the client does not repeat them.
        if (!request.Headers.Contains(Graph.Prefer))
        {
            request.Headers.TryAddWithoutValidation(Graph.Prefer, Graph.Preferences());
        }

        if (Repeatable)
        {
            request.RepeatableInThisRun();
        }
    }
}
