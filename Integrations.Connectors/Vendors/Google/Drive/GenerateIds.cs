using Google.Apis.Http;
using Google.Apis.Util;
using Integrations.Connectors.Vendors.Google.Shared;

namespace Integrations.Connectors.Vendors.Google.Drive;

/// <summary><c>files.generateIds</c>: an id to create with, so that a repeat makes no twin.</summary>
internal sealed class GenerateIds(GoogleApi api) : GoogleRequest<DriveIds>(api, "files.generateIds", HttpConsts.Get, "files/generateIds")
{
    [RequestParameter("count", RequestParameterType.Query)]
    public int? Count { get; init; } = 1;
}
