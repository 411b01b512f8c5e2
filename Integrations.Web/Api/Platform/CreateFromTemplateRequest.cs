using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Platform;

[ApiRequest]
internal sealed record CreateFromTemplateRequest
{
    /// <summary>1 to 80 characters, unique within the organization; the template's name when left out.</summary>
    public string? Name { get; init; }
}
