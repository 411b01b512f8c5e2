namespace Integrations.Web.Api.Company;

internal sealed record CompanyIntegrationId(Guid Id);
