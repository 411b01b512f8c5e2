using Google.Apis.Http;
using Integrations.Connectors.Vendors.Google.Shared;

namespace Integrations.Connectors.Vendors.Google.Meet;

/// <summary><c>spaces.create</c>; not to be repeated, each call makes a room.</summary>
internal sealed class CreateSpace(GoogleApi api) : GoogleRequest<MeetSpace>(api, "spaces.create", HttpConsts.Post, "v2/spaces");
