using System.Globalization;
using System.Text.Json;
using Integrations.Connectors.Entities;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.GitHub;

/// <param name="Total">Where the vendor counts: in searches.</param>
internal sealed record GitHubList(IReadOnlyList<JsonElement> Items, bool HasNext, long? Total)
{
    /// <summary>Only the first 1,000 results of a search can be read.</summary>
    private const int SearchReach = 1_000;

    public static GitHubList Empty { get; } = new([], HasNext: false, null);

    /// <summary>GitHub gave up in the middle of its index; what it had found by then is here.</summary>
    public bool IsIncomplete { get; init; }

    /// <summary>The answer's items and whether another page follows: GitHub says so in the Link header, and only there.</summary>
    public static GitHubList Of(GitHubAnswer answer) => answer.Body.ValueKind == JsonValueKind.Array
        ? new GitHubList([.. answer.Body.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object)], answer.HasNext, null)
        : new GitHubList(answer.Body.Items("items"), answer.HasNext, answer.Body.Number("total_count")) { IsIncomplete = answer.Body.Flag("incomplete_results") };

    public SearchListingPage Page(int number, int size, Func<JsonElement, ExternalEntity?> map) => new(
        [.. Items.Select(map)],
        HasNext && (Total is null || (number + 1) * size <= SearchReach) ? (number + 1).ToString(CultureInfo.InvariantCulture) : null)
    {
        Partial = IsIncomplete
            ? new Failure(FailureKind.VendorRefused, PartlyRead.Code, "GitHub did not finish the search, so there may be more. Narrow it: by repositories in the integration's settings, by dates, or by more words.")
            : null,
    };
}
