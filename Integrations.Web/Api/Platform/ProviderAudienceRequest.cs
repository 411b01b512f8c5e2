using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Platform;

[ApiRequest(nameof(ProviderAudienceRequest.Audience))]
internal sealed record ProviderAudienceRequest([property: OneOf("system", "tenant")] string? Audience);
