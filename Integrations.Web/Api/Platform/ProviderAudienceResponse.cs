using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Platform;

internal sealed record ProviderAudienceResponse(Guid Id, [property: OneOf("system", "tenant")] string Audience, DateTimeOffset UpdatedAt);
