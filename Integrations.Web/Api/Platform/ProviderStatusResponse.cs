using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Platform;

internal sealed record ProviderStatusResponse(Guid Id, [property: OneOf("active", "beta", "deprecated", "disabled")] string Status, DateTimeOffset UpdatedAt);
