namespace Integrations.Web.Api.Platform;

internal sealed record DisconnectedResponse(bool Success, DateTimeOffset DisconnectedAt);
