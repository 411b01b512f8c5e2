namespace Integrations.Web.Api.Platform;

internal sealed record TemplateListResponse(IReadOnlyList<TemplateResponse> Templates, int Total);
