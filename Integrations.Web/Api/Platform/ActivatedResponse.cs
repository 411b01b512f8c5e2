using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Platform;

internal sealed record ActivatedResponse(Guid Id, [property: OneOf("connected")] string Status, DateTimeOffset EnabledAt, string EnabledBy);
