using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Platform;

internal sealed record ActivatedResponse(Guid Id, [property: OneOf("connected", "pending", "error")] string Status, DateTimeOffset EnabledAt, string EnabledBy);
