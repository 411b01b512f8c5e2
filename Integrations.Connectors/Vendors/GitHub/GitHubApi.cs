using System.Net.Http.Headers;
using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Primitives;
using Octokit;
using Octokit.Internal;
using ProductHeaderValue = Octokit.ProductHeaderValue;

namespace Integrations.Connectors.Vendors.GitHub;

/// <summary>Octokit's connection over a session, for one operation.</summary>
/// <remarks>
/// Octokit writes addresses, queries and bodies and reads headers; the credential, refusals and redirects stay with the session. Its raw
/// connection is used instead of its typed clients, and its answers are read as JSON: docs/decisions/0041-vendor-libraries.md says why.
/// </remarks>
internal sealed class GitHubApi : IDisposable
{
    public const string VersionHeader = "X-GitHub-Api-Version";
    public const string Version = "2022-11-28";

    private const string Json = "application/vnd.github+json";

    private readonly VendorSession _session;
    private readonly CancellationToken _cancellationToken;
    private readonly HttpClientAdapter _http;
    private readonly Connection _connection;

    /// <param name="session">The session to send through.</param>
    /// <param name="cancellationToken">Ends all calls: not all of Octokit's take one.</param>
    public GitHubApi(VendorSession session, CancellationToken cancellationToken)
    {
        (_session, _cancellationToken) = (session, cancellationToken);
        _http = new HttpClientAdapter(() => new SessionHandler(session, Prepare, jsonOnly: true, cancellationToken));
        // The session has deadlines of its own.
        _http.SetRequestTimeout(Timeout.InfiniteTimeSpan);
        _connection = new Connection(
            new ProductHeaderValue("IntegrationsHub"), GitHubAddress.Of(session), new InMemoryCredentialStore(Credentials.Anonymous), _http, new GitHubJson());
    }

    /// <summary>Who the credential belongs to; Octokit keeps this address to itself.</summary>
    public static Uri CurrentUser { get; } = new("user", UriKind.Relative);

    public Task<Result<GitHubAnswer>> GetAsync(Uri address, IDictionary<string, string>? query = null) =>
        AskAsync(() => _connection.Get<JsonElement>(address, query, Json, _cancellationToken));

    public Task<Result<GitHubAnswer>> PostAsync(Uri address, object body) =>
        AskAsync(() => _connection.Post<JsonElement>(address, body, Json, null, _cancellationToken));

    public Task<Result<GitHubAnswer>> PatchAsync(Uri address, object body) =>
        AskAsync(() => _connection.Patch<JsonElement>(address, body, Json));

    public async Task<Result<GitHubList>> ListAsync(Uri address, IDictionary<string, string> query) =>
        (await GetAsync(address, query)).Map(GitHubList.Of);

    public void Dispose() => _http.Dispose();

    private static void Prepare(HttpRequestMessage request)
    {
        request.Headers.Add(VersionHeader, Version);
        // Octokit would tell the vendor this machine's system and language; the session says who asks.
        request.Headers.UserAgent.Clear();
        if (request.Content is { } body)
        {
            // Octokit calls some of its bodies a form.
            body.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        }
    }

    private Task<Result<GitHubAnswer>> AskAsync(Func<Task<IApiResponse<JsonElement>>> ask) =>
        _session.CallAsync<GitHubAnswer>(
            async () =>
            {
                var answer = await ask();
                return new GitHubAnswer(answer.Body, answer.HttpResponse);
            },
            _cancellationToken);
}
