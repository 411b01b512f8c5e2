namespace Integrations.Web.Api.Platform;

internal sealed record ConnectLinkListResponse(IReadOnlyList<ConnectLinkResponse> Links, int Total, int Limit, int Offset);
