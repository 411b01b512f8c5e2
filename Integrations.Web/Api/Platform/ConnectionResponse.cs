using Integrations.Core.Connections;
using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Platform;

/// <param name="ValidationError">What went wrong and what to do; absent while all is well.</param>
/// <param name="ExpiresAt">When the credential ends; absent where that is unknown or never.</param>
/// <param name="MissingScopes">What the vendor was asked for and did not grant; absent when nothing is missing.</param>
/// <param name="UnaskedScopes">What the vendor was not asked for, because the integration's setting purposes leaves out what needs it; absent when there is nothing.</param>
internal sealed record ConnectionResponse(Guid ConnectionId, [property: OneOf("active", "expired", "revoked", "error")] string Status, DateTimeOffset? LastValidatedAt, string? ValidationError, DateTimeOffset? ExpiresAt,
    [property: BeyondDocuments] IReadOnlyList<MissingScope>? MissingScopes, [property: BeyondDocuments] IReadOnlyList<UnaskedScope>? UnaskedScopes)
{
    public static ConnectionResponse Of(ConnectionView connection) =>
        new(connection.Id, PlatformNames.Of(connection.Status), connection.LastValidatedAt, connection.LastError, connection.ExpiresAt, MissingScope.Of(connection), UnaskedScope.Of(connection));
}
