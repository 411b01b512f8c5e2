using Integrations.Core.Common;
using Microsoft.AspNetCore.Mvc;

namespace Integrations.Web.Hosting.Requests;

/// <summary>001's paging and sorting.</summary>
/// <param name="Limit">1 to 100; 50 unless told.</param>
/// <param name="Offset">Rows to skip; 0 unless told.</param>
/// <param name="SortBy">A member to sort by, such as name or createdAt.</param>
/// <param name="SortOrder">asc, unless desc is told.</param>
internal sealed record PageQuery(
    [FromQuery(Name = "limit")] int? Limit,
    [FromQuery(Name = "offset")] int? Offset,
    [FromQuery(Name = "sortBy")] string? SortBy,
    [FromQuery(Name = "sortOrder")] string? SortOrder)
{
    private const int DefaultLimit = 50;

    public Result<PageRequest> ToPage()
    {
        var page = new PageRequest(Limit ?? DefaultLimit, Offset ?? 0, SortBy, SortOrder == "desc");
        return SortOrder is not (null or "asc" or "desc") ? Failure.InvalidField("sortOrder", "sortOrder must be asc or desc.")
            : page.Validate() is { } invalid ? invalid
            : page;
    }
}
