using System.Globalization;
using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Primitives;
using Octokit;

namespace Integrations.Connectors.Vendors.GitHub;

/// <summary>Search through issues, pull requests, repositories and people, each with GitHub's own search.</summary>
/// <remarks>
/// Source: docs.github.com/rest/search (read 2026-11-20). 30 searches a minute; each must name its kind (<c>is:issue</c>), and since
/// 2025-09-04 everything side by side is AND-ed, so owners stand in parentheses with OR, of which five are allowed.
/// </remarks>
internal static class GitHubSearch
{
    public const string OwnersFact = "owners";
    public const int MaxOwners = 6;

    /// <summary>Vendor pages read at most for one page of ours.</summary>
    private const int MaxPages = 8;
    private const int MaxPageSize = 100;

    private const int MaxWords = 256;

    public static async Task<Result<EntityPage>> SearchAsync(VendorSession session, EntityQuery query, CancellationToken cancellationToken)
    {
        using var github = new GitHubApi(session, cancellationToken);
        var listings = new List<SearchListing>();
        var scope = new GitHubScope(Names(session.Facts["repositories"] ?? session.Facts[OwnersFact]));
        if (query.Wants(GitHubEntities.Issue))
        {
            listings.Add(Issues(session, github, query, IssueIsQualifier.Issue, scope) with { Name = "issues" });
        }

        if (query.Wants(GitHubEntities.PullRequest))
        {
            listings.Add(Issues(session, github, query, IssueIsQualifier.PullRequest, scope) with { Name = "pull requests" });
        }

        if (query.Wants(GitHubEntities.Repository))
        {
            listings.Add(Repositories(session, github, query, scope) with { Name = "repositories" });
        }

        // People have no dates and no filters; without a text there is nothing to look for.
        if (query.Wants(GitHubEntities.User) && Words(query.Text).Length > 0 && (query.EntityTypes.Count > 0 || (query.Start ?? query.End) is null))
        {
            listings.Add(People(session, github, query) with { Name = "people" });
        }

        return await ListingSearch.RunAsync(listings, query, wanted => Math.Min(wanted, MaxPageSize), MaxPages, cancellationToken);
    }

    private static SearchListing Issues(VendorSession session, GitHubApi github, EntityQuery query, IssueIsQualifier kind, GitHubScope scope)
    {
        var terms = new List<string>();
        terms.AddRange(query.Start is { } start ? [$"updated:>={start.Iso()}"] : []);
        terms.AddRange(query.End is { } end ? [$"updated:<{end.Iso()}"] : []);
        terms.AddRange(query.Filters.Select(filter => Qualifier(filter.Key, filter.Value)).OfType<string>());
        string Query() => string.Join(' ', terms.Prepend(scope.AsQualifiers).Prepend(Words(query.Text)).Where(term => term.Length > 0));
        return Listing(session, github, scope, ApiUrls.SearchIssues(), GitHubEntities.FromIssue, (page, size) => GitHubQueries.Issues(kind, Query(), page, size));
    }

    private static SearchListing Repositories(VendorSession session, GitHubApi github, EntityQuery query, GitHubScope scope)
    {
        var words = Words(query.Text);
        ExternalEntity? Map(JsonElement item) => GitHubEntities.FromRepository(item) is { } entity && query.MatchesDates(entity.UpdatedAt) ? entity : null;
        return words.Length > 0
            // Here repeated owners still mean "any of them". Forks are left out unless asked for.
            ? Listing(session, github, scope, ApiUrls.SearchRepositories(), Map, (page, size) => GitHubQueries.Found(
                new SearchRepositoriesRequest($"{words} in:name {string.Join(' ', scope.Owners.Select(owner => $"user:{owner}"))}".TrimEnd()) { SortField = RepoSearchSort.Updated, Fork = ForkQualifier.IncludeForks }, page, size))
            : Listing(session, github, scope, ApiUrls.Repositories(), Map, (page, size) => GitHubQueries.Repositories(RepositorySort.Updated, size, page));
    }

    private static SearchListing People(VendorSession session, GitHubApi github, EntityQuery query)
    {
        var words = Words(query.Text);
        var text = words.Contains('@', StringComparison.Ordinal) ? $"{words} in:email type:user" : $"{words} in:login in:name type:user";
        return Listing(session, github, GitHubScope.None, ApiUrls.SearchUsers(), GitHubEntities.FromUser, (page, size) => GitHubQueries.Found(new SearchUsersRequest(text), page, size));
    }

    private static SearchListing Listing(
        VendorSession session, GitHubApi github, GitHubScope scope, Uri address, Func<JsonElement, ExternalEntity?> map, Func<int, int, IDictionary<string, string>> ask) =>
        SearchListing.Of(async (position, size, cancellationToken) =>
        {
            // A forged position is the first page.
            var number = int.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var given) && given is > 0 and <= 1_000 ? given : 1;
            var read = await github.ListAsync(address, ask(number, size));
            if (read.Failure is { VendorStatus: 422 } && await scope.LeaveOutTheGoneAsync(session, github))
            {
                read = await github.ListAsync(address, ask(number, size));
            }

            if (read.Failure is not null && scope.AllGone is { } gone)
            {
                return gone;
            }

            return read.Map(list => list.Page(number, size, map)).Map(page => page with { Partial = page.Partial ?? scope.TakeLeftOut() });
        });

    /// <summary>
    /// The text without what would change the query's meaning: quotes, parentheses, and operators in capitals. Qualifiers
    /// such as <c>label:bug</c> stay: who knows them may use them.
    /// </summary>
    private static string Words(string? text)
    {
        var words = Text.Cut(new string([.. (text ?? "").Where(c => c is not ('"' or '(' or ')') && !char.IsControl(c))]), MaxWords)
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word is "AND" or "OR" or "NOT" ? word.ToLowerInvariant() : word);
        return string.Join(' ', words);
    }

    /// <summary>By the setting alone: the owners known from connecting are a proposal, no fence. People belong to no repository.</summary>
    public static bool IsInside(VendorSession session, ExternalEntity entity) =>
        session.Facts["repositories"] is not { } setting
        || (entity.Text(EntityFields.Container) ?? (entity.Type == GitHubEntities.Repository ? entity.Text(EntityFields.Key) : null)) is not { } repository
        || Names(setting).Any(name => name.Equals(name.Contains('/', StringComparison.Ordinal) ? repository : repository.Split('/')[0], StringComparison.OrdinalIgnoreCase));

    /// <summary>The setting's repositories and owners, else the owners known from connecting.</summary>
    private static IEnumerable<string> Names(string? list) => (list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Where(name => GitHubEntities.IsName(name) || GitHubEntities.IsFullName(name)).Take(MaxOwners);

    /// <summary>A field filter as GitHub's qualifier, so that the vendor does the sieving; null for fields that it cannot search.</summary>
    private static string? Qualifier(string field, string value)
    {
        var clean = value.Replace("\"", "", StringComparison.Ordinal).Trim();
        return field switch
        {
            EntityFields.Container when GitHubEntities.IsFullName(clean) => $"repo:{clean}",
            EntityFields.Status when clean is "open" or "closed" => $"state:{clean}",
            EntityFields.Labels when clean.Length > 0 => $"label:\"{clean}\"",
            EntityFields.Author when GitHubEntities.IsName(clean) => $"author:{clean}",
            EntityFields.Assignee when GitHubEntities.IsName(clean) => $"assignee:{clean}",
            _ => null,
        };
    }
}
