using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Platform;

[ApiRequest(nameof(SaveTemplateRequest.IntegrationId), nameof(SaveTemplateRequest.Name))]
internal sealed record SaveTemplateRequest
{
    /// <summary>An integration of the organization.</summary>
    public string? IntegrationId { get; init; }

    /// <summary>1 to 80 characters, unique among the organization's templates.</summary>
    public string? Name { get; init; }
}
