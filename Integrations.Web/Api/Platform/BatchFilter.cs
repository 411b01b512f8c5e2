using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Platform;

[ApiRequest]
internal sealed record BatchFilter
{
    [OneOf("pending", "connected", "error", "disabled")]
    public string? Status { get; init; }

    public string? ProviderName { get; init; }

    public string? Search { get; init; }
}
