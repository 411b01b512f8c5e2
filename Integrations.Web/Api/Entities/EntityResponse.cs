namespace Integrations.Web.Api.Entities;

internal sealed record EntityResponse(bool Success, ExternalEntityDocument Entity);
