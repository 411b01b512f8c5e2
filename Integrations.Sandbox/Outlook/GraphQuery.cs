using System.Globalization;
using System.Text.RegularExpressions;
using Integrations.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.Outlook;

/// <summary>The OData options of a request, checked as Graph checks them.</summary>
internal sealed partial record GraphQuery(int Top, int Skip, IReadOnlySet<string>? Select, string? OrderBy, string? Contains, string? Search)
{
    private const int DefaultTop = 10;
    private const int MaxTop = 1_000;

    /// <param name="http">The request.</param>
    /// <param name="allowed">Options that the listing supports, such as <c>$top</c>.</param>
    /// <param name="refusal">Set when the result is null.</param>
    public static GraphQuery? Read(HttpContext http, IReadOnlyList<string> allowed, out IResult? refusal)
    {
        var query = http.Request.Query;
        refusal = null;
        if (query.Keys.FirstOrDefault(key => key.StartsWith('$') && !allowed.Contains(key, StringComparer.OrdinalIgnoreCase)) is { } strange)
        {
            refusal = GraphError.BadRequest(http, $"The query option '{strange}' is not supported for this resource.", "ErrorInvalidUrlQuery");
            return null;
        }

        if (Number(query["$top"], DefaultTop) is not { } top || top is < 1 or > MaxTop)
        {
            refusal = GraphError.BadRequest(http, $"Invalid value '{query["$top"]}' for $top query option found. The $top query option requires a non-negative integer value of at most {MaxTop}.", "ErrorInvalidUrlQuery");
            return null;
        }

        if (Number(query["$skip"], 0) is not { } skip || skip < 0)
        {
            refusal = GraphError.BadRequest(http, $"Invalid value '{query["$skip"]}' for $skip query option found.", "ErrorInvalidUrlQuery");
            return null;
        }

        var (filter, contains) = (query["$filter"].ToString(), (string?)null);
        if (filter.Length > 0)
        {
            if (SubjectFilter().Match(filter) is not { Success: true } match)
            {
                refusal = GraphError.BadRequest(http, $"The filter '{filter}' is not one the sandbox knows; it knows contains(subject,'…').", "ErrorInvalidUrlQueryFilter");
                return null;
            }

            contains = match.Groups["text"].Value.Replace("''", "'", StringComparison.Ordinal);
            if (query["$orderby"].Count > 0 && !query["$orderby"].ToString().StartsWith("subject", StringComparison.Ordinal))
            {
                refusal = GraphError.BadRequest(http, "The restriction or sort order is too complex for this operation.", "InefficientFilter");
                return null;
            }
        }

        var select = query["$select"].ToString();
        return new GraphQuery(
            top, skip, select.Length == 0 ? null : select.Split(',', StringSplitOptions.TrimEntries).ToHashSet(StringComparer.Ordinal),
            query["$orderby"].Count > 0 ? query["$orderby"].ToString() : null, contains, query["$search"].Count > 0 ? query["$search"].ToString() : null);
    }

    /// <summary>The link to the next page, dollars encoded as Graph does; null on the last page.</summary>
    public string? NextLink(HttpContext http, int total)
    {
        if (Skip + Top >= total)
        {
            return null;
        }

        // Graph rebuilds the query in its own order with %24; clients must follow it as it stands.
        return SandboxAddress.WithQuery(http, ("$top", Top.ToString(CultureInfo.InvariantCulture)), ("$skip", (Skip + Top).ToString(CultureInfo.InvariantCulture)));
    }

    private static int? Number(string? text, int otherwise) =>
        string.IsNullOrEmpty(text) ? otherwise : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(@"^contains\(subject,\s*'(?<text>(?:[^']|'')*)'\)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex SubjectFilter();
}
