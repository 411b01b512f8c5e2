using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Platform;

/// <param name="Status">pending, connected, error or disabled.</param>
/// <param name="ConnectionStatus">active, expired, revoked or error; absent while not connected.</param>
/// <param name="Error">What went wrong and what to do; absent while all is well.</param>
internal sealed record WidgetStatusResponse(
    Guid IntegrationId, string Name, [property: OneOf("pending", "connected", "error", "disabled")] string Status, [property: OneOf("active", "expired", "revoked", "error")] string? ConnectionStatus, DateTimeOffset? LastConnectedAt, DateTimeOffset? LastSyncAt, string? Error);
