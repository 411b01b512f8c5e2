using Integrations.Primitives;
using Microsoft.AspNetCore.Mvc;

namespace Integrations.Web.Hosting.Requests;

/// <summary>001's paging and sorting.</summary>
internal sealed record PageQuery
{
    private const int DefaultLimit = 50;

    /// <summary>1 to 100; 50 unless told.</summary>
    [FromQuery(Name = "limit")]
    public int? Limit { get; init; }

    /// <summary>Rows to skip; 0 unless told.</summary>
    [FromQuery(Name = "offset")]
    public int? Offset { get; init; }

    /// <summary>A member to sort by, such as name or createdAt.</summary>
    [FromQuery(Name = "sortBy")]
    public string? SortBy { get; init; }

    /// <summary>asc, unless desc is told.</summary>
    [FromQuery(Name = "sortOrder")]
    public string? SortOrder { get; init; }

    public Result<PageRequest> ToPage()
    {
        var page = new PageRequest(Limit ?? DefaultLimit, Offset ?? 0, SortBy, SortOrder == "desc");
        return SortOrder is not (null or "asc" or "desc") ? Failure.InvalidField("sortOrder", "sortOrder must be asc or desc.")
            : page.Validate() is { } invalid ? invalid
            : page;
    }
}
