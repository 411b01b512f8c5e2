using Integrations.Core.Common;
using Integrations.Core.Connectors.Http;
using Microsoft.Graph;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Authentication;

namespace Integrations.Core.Connectors.Outlook;

/// <summary>Microsoft's Graph client over a session, for one operation.</summary>
/// <remarks>
/// It never gets its default handlers, which repeat writes and follow redirects: credential, retries and refusals stay with the session. Its
/// assembly is large (48 MB) and is loaded when the first operation begins, so nothing outside of operations may name its types.
/// </remarks>
internal sealed class GraphApi : IDisposable
{
    private readonly VendorSession _session;
    private readonly CancellationToken _cancellationToken;
    private readonly HttpClient _http;
    private readonly GraphServiceClient _client;

    public GraphApi(VendorSession session, CancellationToken cancellationToken)
    {
        (_session, _cancellationToken) = (session, cancellationToken);
        // The session has deadlines of its own.
        _http = new HttpClient(new SessionHandler(session, Prepare, jsonOnly: true)) { Timeout = Timeout.InfiniteTimeSpan };
        _client = new GraphServiceClient(_http, new GraphOnly(session));
    }

    /// <summary>Runs one request; whatever goes wrong at the vendor, and an answer of nothing, is a failure.</summary>
    public async Task<Result<T>> AskAsync<T>(Func<GraphServiceClient, CancellationToken, Task<T?>> ask)
        where T : class
    {
        try
        {
            return await ask(_client, _cancellationToken) is { } answer ? Result<T>.Success(answer) : VendorFailures.Unreadable(_session.VendorName, null);
        }
        catch (Exception exception) when (VendorFailures.FromException(_session.VendorName, exception, _cancellationToken) is { } failure)
        {
            _session.Tell(exception);
            return failure;
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _http.Dispose();
    }

    private static void Prepare(HttpRequestMessage request)
    {
        // Paging links do not hold them, and the client does not repeat them.
        if (!request.Headers.Contains(Graph.Prefer))
        {
            request.Headers.TryAddWithoutValidation(Graph.Prefer, Graph.Preferences());
        }

        if (request.Options.TryGetValue(new HttpRequestOptionsKey<IRequestOption>(typeof(RepeatableOption).FullName!), out _))
        {
            request.Repeatable();
        }
    }

    /// <summary>On requests that do nothing the second time (RELIABILITY I4).</summary>
    public sealed class RepeatableOption : IRequestOption;

    /// <summary>Lets requests to Graph through and no others; the credential is put on below, by the session.</summary>
    private sealed class GraphOnly(VendorSession session) : IAuthenticationProvider
    {
        private readonly AllowedHostsValidator _hosts = new([new Uri(Graph.Root).Host]);

        public Task AuthenticateRequestAsync(RequestInformation request, Dictionary<string, object>? additionalAuthenticationContext = null, CancellationToken cancellationToken = default) =>
            _hosts.IsUrlHostValid(request.URI) && request.URI.Scheme == Uri.UriSchemeHttps
                ? Task.CompletedTask
                : throw new VendorFailureException(VendorFailures.Unreadable(session.VendorName, null));
    }
}
