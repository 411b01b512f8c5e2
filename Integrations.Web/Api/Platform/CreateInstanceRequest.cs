using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Platform;

[ApiRequest(nameof(CreateInstanceRequest.IntegrationId), nameof(CreateInstanceRequest.Name))]
internal sealed record CreateInstanceRequest : UpdateInstanceRequest
{
    /// <summary>The provider's id, or its unique identifier.</summary>
    public string? IntegrationId { get; init; }
}
