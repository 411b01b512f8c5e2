using System.Globalization;
using Octokit;

namespace Integrations.Connectors.Vendors.GitHub;

/// <summary>Queries of listings and searches, as Octokit's requests write them.</summary>
internal static class GitHubQueries
{
    /// <summary>The repositories that the account reaches.</summary>
    public static IDictionary<string, string> Repositories(RepositorySort sort, int size, int page = 1) =>
        Paged(new RepositoryRequest { Affiliation = RepositoryAffiliation.All, Sort = sort }.ToParametersDictionary(), page, size);

    /// <summary>Issues and pull requests of one repository that changed since; the oldest change first.</summary>
    public static IDictionary<string, string> ChangedIssues(DateTimeOffset since, int size, int page)
    {
        var query = new RepositoryIssueRequest { State = ItemStateFilter.All, SortProperty = IssueSort.Updated, SortDirection = SortDirection.Ascending, Since = since }.ToParametersDictionary();
        // Octokit sends this one with every list of issues; a repository's knows none.
        query.Remove("filter");
        return Paged(query, page, size);
    }

    public static IDictionary<string, string> Issues(IssueIsQualifier kind, string text, int page, int size)
    {
        var query = Found(new SearchIssuesRequest(text) { Is = [kind], SortField = IssueSearchSort.Updated }, page, size);
        // Parentheses and OR count with it only.
        query["advanced_search"] = "true";
        return query;
    }

    /// <param name="request">Its text is words and qualifiers; its own qualifiers are appended. Octokit puts both into the address as they stand, so the text is escaped here.</param>
    /// <param name="page">From 1.</param>
    /// <param name="size">At most 100.</param>
    public static IDictionary<string, string> Found(BaseSearchRequest request, int page, int size)
    {
        (request.Page, request.PerPage) = (page, size);
        var query = request.Parameters;
        query["q"] = string.Join('+', request.MergedQualifiers().Prepend(Uri.EscapeDataString(request.Term)));
        if (!query.ContainsKey("sort"))
        {
            // GitHub's own order is asked for by naming none.
            query.Remove("order");
        }

        return query;
    }

    private static IDictionary<string, string> Paged(IDictionary<string, string> query, int page, int size)
    {
        query["per_page"] = size.ToString(CultureInfo.InvariantCulture);
        query["page"] = page.ToString(CultureInfo.InvariantCulture);
        return query;
    }
}
