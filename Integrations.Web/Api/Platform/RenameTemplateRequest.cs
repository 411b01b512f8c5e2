using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Platform;

[ApiRequest(nameof(RenameTemplateRequest.Name))]
internal sealed record RenameTemplateRequest
{
    /// <summary>1 to 80 characters, unique among the organization's templates.</summary>
    public string? Name { get; init; }
}
