using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Platform;

internal sealed record DeactivatedResponse(Guid Id, [property: OneOf("disabled")] string Status, DateTimeOffset UpdatedAt);
