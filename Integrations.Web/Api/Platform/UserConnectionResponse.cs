using Integrations.Core.Connections;
using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Platform;

internal sealed record UserConnectionResponse(bool Connected, Guid? ConnectionId = null, [property: OneOf("active", "expired", "revoked", "error")] string? Status = null, DateTimeOffset? LastConnectedAt = null,
    [property: BeyondDocuments] IReadOnlyList<MissingScope>? MissingScopes = null, [property: BeyondDocuments] IReadOnlyList<UnaskedScope>? UnaskedScopes = null)
{
    public static UserConnectionResponse Of(ConnectionView? connection) => connection is null
        ? new UserConnectionResponse(false)
        : new UserConnectionResponse(connection.Status == ConnectionStatus.Active, connection.Id, PlatformNames.Of(connection.Status), connection.ConnectedAt, MissingScope.Of(connection), UnaskedScope.Of(connection));
}
