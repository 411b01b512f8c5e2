namespace Integrations.Web.Api.Company;

internal sealed record CreatedCompanyIntegration(bool Success, string Message, CompanyIntegrationId Data);
