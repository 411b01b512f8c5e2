using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Platform;

[ApiRequest(nameof(ProviderStatusRequest.Status))]
internal sealed record ProviderStatusRequest([property: OneOf("active", "beta", "deprecated", "disabled")] string? Status);
