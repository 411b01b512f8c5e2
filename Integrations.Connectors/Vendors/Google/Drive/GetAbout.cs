using Google.Apis.Http;
using Integrations.Connectors.Vendors.Google.Shared;

namespace Integrations.Connectors.Vendors.Google.Drive;

/// <summary><c>about.get</c>; refused without <c>fields</c>.</summary>
internal sealed class GetAbout(GoogleApi api) : GoogleRequest<DriveAbout>(api, "about.get", HttpConsts.Get, "about");
