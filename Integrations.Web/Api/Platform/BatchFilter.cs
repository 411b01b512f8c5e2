using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Platform;

[ApiRequest]
internal sealed record BatchFilter
{
    [OneOf("pending", "connected", "error", "disabled")]
    public string? Status { get; init; }

    public string? ProviderName { get; init; }

    public string? Search { get; init; }

    /// <summary>A word that the organization marked integrations with, however it is written.</summary>
    [BeyondDocuments]
    public string? Tag { get; init; }
}
