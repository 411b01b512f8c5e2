namespace Integrations.Web.Api.Company;

internal sealed record CompanyResponse(bool Success, CompanyIntegration Data);
