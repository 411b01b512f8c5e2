using System.Globalization;
using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Jira;

/// <summary>Search through issues, projects and people.</summary>
internal static class JiraSearch
{
    // Jira gives people of the first thousand matches only.
    private const int PeopleReach = 1_000;

    /// <summary>Vendor pages read at most for one page of ours.</summary>
    private const int MaxPages = 8;
    private const int MaxPageSize = 100;

    public static async Task<Result<EntityPage>> SearchAsync(VendorSession session, EntityQuery query, CancellationToken cancellationToken)
    {
        var located = await JiraSite.OfAsync(session, cancellationToken);
        if (!located.TryGet(out var site, out var failure))
        {
            return failure;
        }

        var listings = new List<SearchListing>();
        if (query.Wants(JiraEntities.Issue))
        {
            listings.Add(Issues(session, site, query) with { Name = "issues" });
        }

        // Projects and people have no dates.
        var undated = query.EntityTypes.Count > 0 || (query.Start ?? query.End) is null;
        if (query.Wants(JiraEntities.Project) && undated)
        {
            listings.Add(Projects(session, site, query) with { Name = "projects" });
        }

        if (query.Wants(JiraEntities.User) && undated && !string.IsNullOrWhiteSpace(query.Text))
        {
            listings.Add(People(session, site, query) with { Name = "people" });
        }

        return await ListingSearch.RunAsync(listings, query, wanted => Math.Min(wanted, MaxPageSize), MaxPages, cancellationToken);
    }

    /// <summary>One page of issues. Cloud gives the next page's token, Data Center counts; positions are those texts.</summary>
    public static async Task<Result<SearchListingPage>> ReadIssuesAsync(VendorSession session, JiraSite site, string jql, string? position, int size, CancellationToken cancellationToken)
    {
        var start = Number(position);
        var request = site.IsDataCenter
            ? JiraApi.Post(site, "search", new { jql, startAt = start, maxResults = size, fields = JiraApi.IssueFields }, isRead: true)
            : position is null
                ? JiraApi.Post(site, "search/jql", new { jql, maxResults = size, fields = JiraApi.IssueFields }, isRead: true)
                : JiraApi.Post(site, "search/jql", new { jql, maxResults = size, fields = JiraApi.IssueFields, nextPageToken = position }, isRead: true);
        var read = await session.ReadAsync<JsonElement>(request, null, cancellationToken);
        return read.Map(body =>
        {
            var issues = body.Items("issues").Select(item => JiraEntities.FromIssue(item, site)).OfType<ExternalEntity>().ToList();
            if (site.IsDataCenter)
            {
                var total = body.Number("total") ?? 0;
                return new SearchListingPage(issues, body.Items("issues").Count > 0 && start + size < total ? Text(start + size) : null);
            }

            // A token that repeats would go round in circles.
            var next = body.Flag("isLast") ? null : body.Text("nextPageToken");
            return new SearchListingPage(issues, next == position ? null : next);
        });
    }

    private static SearchListing Issues(VendorSession session, JiraSite site, EntityQuery query)
    {
        var projects = new JiraProjects(session, site);
        var key = query.Text?.Trim() is { } text && JiraApi.IssueKey().IsMatch(text) ? text : null;
        return SearchListing.Of(async (position, size, cancellationToken) =>
        {
            var page = await projects.ReadAsync(
                keys => ReadIssuesAsync(session, site, JiraQuery.Search(session, query, keys), position, size, cancellationToken), cancellationToken);
            page = page.Map(found => position is null ? found with { Partial = PartlyRead.Of(projects.LeftOut) } : found);
            if (key is null || position is not null || !page.IsSuccess)
            {
                return page;
            }

            // Who types a key means that issue. In JQL an absent key would be an error.
            var named = await session.ReadAsync<JsonElement>(JiraApi.GetIssue(site, key), null, cancellationToken);
            return named.IsSuccess && JiraEntities.FromIssue(named.Value, site) is { } issue
                ? page.Value with { Items = [issue, .. page.Value.Items.Where(other => other?.Id != issue.Id)] }
                : page;
        });
    }

    private static SearchListing Projects(VendorSession session, JiraSite site, EntityQuery query) => SearchListing.Of(async (position, size, cancellationToken) =>
    {
        var start = Number(position);
        var text = string.IsNullOrWhiteSpace(query.Text) ? null : query.Text.Trim();
        var read = await session.ReadAsync<JsonElement>(
            site.IsDataCenter ? JiraApi.Get(site, "project") : JiraApi.Get(site, "project/search", ("query", Cut(text)), ("startAt", Text(start)), ("maxResults", Text(size)), ("orderBy", "name")),
            null, cancellationToken);
        return read.Map(body => site.IsDataCenter
            // All at once, unfiltered.
            ? new SearchListingPage([.. Objects(body).Select(item => JiraEntities.FromProject(item, site)).OfType<ExternalEntity>().Where(query.MatchesText)], null)
            : new SearchListingPage(
                [.. body.Items("values").Select(item => JiraEntities.FromProject(item, site)).OfType<ExternalEntity>()],
                body.Member("isLast") is { ValueKind: JsonValueKind.False } && body.Items("values").Count > 0 ? Text(start + size) : null));
    });

    private static SearchListing People(VendorSession session, JiraSite site, EntityQuery query) => SearchListing.Of(async (position, size, cancellationToken) =>
    {
        var start = Number(position);
        var text = query.Text!.Trim();
        var read = await session.ReadAsync<JsonElement>(
            JiraApi.Get(site, "user/search", (site.IsDataCenter ? "username" : "query", Cut(text)), ("startAt", Text(start)), ("maxResults", Text(size))),
            null, cancellationToken);
        return read.Map(body => new SearchListingPage(
            [.. Objects(body).Where(JiraEntities.IsPerson).Select(item => JiraEntities.FromUser(item, site)).OfType<ExternalEntity>()],
            Objects(body).Count == size && start + size < PeopleReach ? Text(start + size) : null));
    });

    private static List<JsonElement> Objects(JsonElement body) =>
        body.ValueKind == JsonValueKind.Array ? [.. body.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object)] : [];

    // A forged position is the beginning.
    private static int Number(string? position) => int.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 1_000_000 ? number : 0;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string? Cut(string? text) => Primitives.Text.Cut(text, 200);
}
