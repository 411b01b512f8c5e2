using Integrations.Core.Connections;
using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Platform;

internal sealed record ConnectedResponse(Guid ConnectionId, [property: OneOf("active", "expired", "revoked", "error")] string Status, DateTimeOffset ConnectedAt)
{
    public static ConnectedResponse Of(ConnectionView connection) => new(connection.Id, PlatformNames.Of(connection.Status), connection.ConnectedAt);
}
