using Integrations.Connectors.Actions;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Primitives;
using Octokit;

namespace Integrations.Connectors.Vendors.GitHub;

/// <summary>GitHub: github.com, Enterprise Server, and Enterprise Cloud with data residency.</summary>
/// <remarks>
/// Sources: docs.github.com/rest, version 2022-11-28 (read 2026-11-20). 5,000 calls an hour, 30 searches a minute. 404 means "no
/// access" as often as "absent".
/// </remarks>
internal sealed class GitHubConnector : IConnector, IPassCalls, ISearchEntities, IGetEntity, IActByTable, ISyncEntities, IReceiveEvents
{
    public string Provider => "github";

    public Task<Result<Uri>> ApiBaseAsync(VendorSession session, CancellationToken cancellationToken) => Task.FromResult<Result<Uri>>(GitHubAddress.Of(session));

    public void Prepare(VendorSession session, HttpRequestMessage request) => request.Headers.TryAddWithoutValidation(GitHubApi.VersionHeader, GitHubApi.Version);

    public ActionTable Actions => GitHubActions.Table;

    public IReadOnlyList<string> SyncableEntities { get; } = [GitHubEntities.Issue, GitHubEntities.PullRequest];

    public async Task<Result<VendorAccount>> GetAccountAsync(VendorSession session, CancellationToken cancellationToken)
    {
        using var github = new GitHubApi(session, cancellationToken);
        var read = await github.GetAsync(GitHubApi.CurrentUser);
        if (!read.TryGet(out var answer, out var failure))
        {
            return failure;
        }

        var user = answer.Body;
        if (user.Number("id") is not { } id || EntityText.Value(user.Text("login")) is not { } login)
        {
            return VendorFailures.Unreadable(session.VendorName, null);
        }

        var owners = session.Facts[GitHubSearch.OwnersFact] ?? await OwnersAsync(github, login);
        return new VendorAccount(id.ToString(System.Globalization.CultureInfo.InvariantCulture), EntityText.Value(user.Text("name")) ?? login)
        {
            Username = login,
            Email = EntityText.Value(user.Text("email")),
            AvatarUrl = EntityText.Link(user.Text("avatar_url")),
            Workspace = EntityText.Value(user.Text("company")),
            Scopes = answer.Scopes,
            CredentialExpiresAt = answer.TokenEnd,
            Facts = new Dictionary<string, string>(StringComparer.Ordinal) { [GitHubSearch.OwnersFact] = owners },
        };
    }

    public Result<IReadOnlyDictionary<string, string>> Normalize(string authKind, IReadOnlyDictionary<string, string> fields)
    {
        if (!fields.TryGetValue("baseUrl", out var typed) || string.IsNullOrWhiteSpace(typed))
        {
            return Result<IReadOnlyDictionary<string, string>>.Success(fields);
        }

        return GitHubAddress.BaseOf(typed) is { } api
            ? Result<IReadOnlyDictionary<string, string>>.Success(new Dictionary<string, string>(fields, StringComparer.Ordinal) { ["baseUrl"] = api })
            : Failure.InvalidField("baseUrl", "Give the address of your GitHub Enterprise, such as https://github.example.com.");
    }

    public Task<Result<EntityPage>> SearchAsync(VendorSession session, EntityQuery query, CancellationToken cancellationToken) =>
        GitHubSearch.SearchAsync(session, query, cancellationToken);

    public async Task<Result<ExternalEntity>> GetAsync(VendorSession session, string externalId, CancellationToken cancellationToken)
    {
        if (GitHubEntities.AddressOf(externalId) is not { } address)
        {
            return VendorFailures.NotFound(session.VendorName, null);
        }

        using var github = new GitHubApi(session, cancellationToken);
        var read = await github.GetAsync(address);
        if (!read.TryGet(out var answer, out var failure))
        {
            return failure;
        }

        var item = answer.Body;

        return (externalId.Split(':')[0] switch
        {
            "repo" => GitHubEntities.FromRepository(item),
            "user" => GitHubEntities.FromUser(item),
            _ => GitHubEntities.FromIssue(item),
        }) is { } entity ? entity : VendorFailures.Unreadable(session.VendorName, null);
    }

    public bool IsInside(VendorSession session, ExternalEntity entity) => GitHubSearch.IsInside(session, entity);

    public Task<Result<SyncPage>> PullAsync(VendorSession session, string entityType, string? cursor, CancellationToken cancellationToken) =>
        GitHubSync.PullAsync(session, entityType, cursor, cancellationToken);

    public InboundVerdict Receive(InboundRequest request, Secret secret, DateTimeOffset now) => GitHubWebhook.Receive(request, secret);

    public Failure? ReadFailure(VendorSession session, VendorResponse response) => GitHubRefusal.Read(session, response);

    /// <summary>Whose repositories the account reaches, most recently used first: searches without a setting look there.</summary>
    private static async Task<string> OwnersAsync(GitHubApi github, string login)
    {
        var read = await github.ListAsync(ApiUrls.Repositories(), GitHubQueries.Repositories(RepositorySort.Pushed, size: 100));

        // A token that may not list repositories is still a good token.
        var owners = read.IsSuccess ? read.Value.Items.Select(item => item.Text("owner", "login")).OfType<string>().Where(GitHubEntities.IsName) : [];
        return string.Join(',', owners.Append(login).Distinct(StringComparer.OrdinalIgnoreCase).Take(GitHubSearch.MaxOwners));
    }
}
