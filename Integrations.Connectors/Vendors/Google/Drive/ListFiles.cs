using Google.Apis.Http;
using Google.Apis.Util;
using Integrations.Connectors.Vendors.Google.Shared;

namespace Integrations.Connectors.Vendors.Google.Drive;

/// <summary><c>files.list</c>.</summary>
internal sealed class ListFiles(GoogleApi api) : GoogleRequest<DriveFilesPage>(api, "files.list", HttpConsts.Get, "files")
{
    /// <summary>In Drive's query language; see <see cref="DriveQuery"/>.</summary>
    [RequestParameter("q", RequestParameterType.Query)]
    public string? Query { get; init; }

    /// <summary>Refused together with a full-text term.</summary>
    [RequestParameter("orderBy", RequestParameterType.Query)]
    public string? OrderBy { get; init; }

    [RequestParameter("pageSize", RequestParameterType.Query)]
    public int? PageSize { get; init; }

    [RequestParameter("pageToken", RequestParameterType.Query)]
    public string? PageToken { get; init; }

    [RequestParameter("supportsAllDrives", RequestParameterType.Query)]
    public bool? SupportsAllDrives { get; init; } = true;

    [RequestParameter("includeItemsFromAllDrives", RequestParameterType.Query)]
    public bool? IncludeItemsFromAllDrives { get; init; } = true;
}
