using System.Text.Json;
using Integrations.Connectors.Actions;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Connectors.Manifest;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Jira;

/// <summary>Jira Cloud (REST v3) by OAuth or API token, and Jira Data Center (REST v2) by personal access token.</summary>
/// <remarks>
/// Sources: developer.atlassian.com/cloud/jira/platform/rest/v3; OAuth 2.0 (3LO) apps; Data Center personal access tokens (read
/// 2026-11-20). The budget is points per hour that follow the objects read, so few fields are asked for. Texts of errors and names of
/// statuses are in the account's language: nothing is matched on them.
/// </remarks>
internal sealed class JiraConnector : IConnector, IPassCalls, ISearchEntities, IGetEntity, IActByTable, ISyncEntities, IReceiveEvents
{
    public string Provider => "jira";

    public async Task<Result<Uri>> ApiBaseAsync(VendorSession session, CancellationToken cancellationToken) =>
        (await JiraSite.OfAsync(session, cancellationToken)).Map(site => new Uri($"{site.Api}/"));

    public ActionTable Actions => JiraActions.Table;

    public IReadOnlyList<string> SyncableEntities { get; } = [JiraEntities.Issue];

    public void Authenticate(HttpRequestMessage request, VendorCredential credential) => JiraApi.Authenticate(request, credential);

    public bool DoubtsCredential(HttpResponseMessage response) => JiraApi.DoubtsCredential(response);

    /// <summary>Reads <c>myself</c>: other routes also serve anonymous callers and would call a dead credential good.</summary>
    public async Task<Result<VendorAccount>> GetAccountAsync(VendorSession session, CancellationToken cancellationToken)
    {
        var located = await JiraSite.OfAsync(session, cancellationToken);
        if (!located.TryGet(out var site, out var failure))
        {
            return failure;
        }

        var read = await session.ReadAsync<JsonElement>(JiraApi.Get(site, "myself"), null, cancellationToken);
        var cloudId = session.Facts[JiraSite.CloudIdFact] ?? CloudIdOf(site);
        if (read.Failure is { Kind: FailureKind.CredentialRefused } && session.AuthKind == AuthKinds.Basic && cloudId is null
            && (await JiraSite.CloudIdAsync(session, cancellationToken)).TryGet(out var id, out _))
        {
            // API tokens with scopes are refused at the site and work at the gateway. Which one it is shows only by trying.
            (cloudId, site) = (id, JiraSite.Cloud(id, site.Web));
            read = await session.ReadAsync<JsonElement>(JiraApi.Get(site, "myself"), null, cancellationToken);
        }

        if (!read.TryGet(out var person, out var refused))
        {
            return refused;
        }

        // On Data Center the key stays when the login changes.
        if (EntityText.Value(site.IsDataCenter ? person.Text("key") ?? person.Text("name") : person.Text("accountId")) is not { } account)
        {
            return VendorFailures.Unreadable(session.VendorName, null);
        }

        var email = EntityText.Value(person.Text("emailAddress"));
        return new VendorAccount(account, EntityText.Value(person.Text("displayName")))
        {
            Username = EntityText.Value(person.Text("name")) ?? email,
            Email = email,
            AvatarUrl = EntityText.Link(person.Text("avatarUrls", "48x48")),
            Workspace = Uri.TryCreate(site.Web, UriKind.Absolute, out var web) ? web.Host : null,
            Facts = Facts((JiraSite.CloudIdFact, cloudId), (JiraSite.SiteUrlField, site.IsDataCenter ? null : site.Web), (JiraQuery.TimeZoneFact, EntityText.Value(person.Text("timeZone")))),
        };
    }

    public Result<IReadOnlyDictionary<string, string>> Normalize(string authKind, IReadOnlyDictionary<string, string> fields)
    {
        var clean = new Dictionary<string, string>(fields, StringComparer.Ordinal);
        foreach (var (field, cleaned) in new (string, Func<string, string?>)[] { (JiraSite.SiteUrlField, JiraSite.CleanSite), (JiraSite.BaseUrlField, JiraSite.CleanBase) })
        {
            if (!fields.TryGetValue(field, out var typed) || string.IsNullOrWhiteSpace(typed))
            {
                continue;
            }

            if (cleaned(typed) is not { } address)
            {
                return Failure.InvalidField(field, "Give the address of your Jira, such as https://acme.atlassian.net.");
            }

            clean[field] = address;
        }

        return clean;
    }

    public Task<Result<EntityPage>> SearchAsync(VendorSession session, EntityQuery query, CancellationToken cancellationToken) =>
        JiraSearch.SearchAsync(session, query, cancellationToken);

    public bool IsInside(VendorSession session, ExternalEntity entity) => JiraQuery.IsInside(session, entity);

    public async Task<Result<ExternalEntity>> GetAsync(VendorSession session, string externalId, CancellationToken cancellationToken)
    {
        var located = await JiraSite.OfAsync(session, cancellationToken);
        if (!located.TryGet(out var site, out var failure))
        {
            return failure;
        }

        var colon = externalId.IndexOf(':', StringComparison.Ordinal);
        var (type, id) = colon < 0 ? ("", "") : (externalId[..colon], externalId[(colon + 1)..]);
        var request = type switch
        {
            JiraEntities.Issue when JiraEntities.IsNumber(id) => JiraApi.GetIssue(site, id),
            JiraEntities.Project when JiraEntities.IsNumber(id) => JiraApi.Get(site, $"project/{id}"),
            JiraEntities.User when JiraEntities.IsAccount(id) => JiraApi.Get(site, "user", (site.IsDataCenter ? "username" : "accountId", id)),
            _ => null,
        };
        if (request is null)
        {
            return VendorFailures.NotFound(session.VendorName, null);
        }

        var read = await session.ReadAsync<JsonElement>(request, null, cancellationToken);
        if (!read.TryGet(out var item, out var refused))
        {
            return refused;
        }

        return (type switch
        {
            JiraEntities.Issue => JiraEntities.FromIssue(item, site),
            JiraEntities.Project => JiraEntities.FromProject(item, site),
            _ => JiraEntities.FromUser(item, site),
        }) is { } entity ? entity : VendorFailures.Unreadable(session.VendorName, null);
    }

    public Task<Result<SyncPage>> PullAsync(VendorSession session, string entityType, string? cursor, CancellationToken cancellationToken) =>
        JiraSync.PullAsync(session, cursor, cancellationToken);

    public InboundVerdict Receive(InboundRequest request, Secret secret, DateTimeOffset now) => JiraWebhook.Receive(request, secret);

    public Failure? ReadFailure(VendorSession session, VendorResponse response) => JiraApi.ReadFailure(session, response);

    /// <summary>The cloud id in a gateway address; null for sites and Data Centers.</summary>
    private static string? CloudIdOf(JiraSite site) =>
        site.Api.Split("/ex/jira/") is [_, var rest] ? rest.Split('/')[0] : null;

    private static Dictionary<string, string> Facts(params ReadOnlySpan<(string Name, string? Value)> facts)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in facts)
        {
            if (value is not null)
            {
                known[name] = value;
            }
        }

        return known;
    }
}
