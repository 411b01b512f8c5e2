namespace Integrations.Web.Api.Company;

internal sealed record CompanyList(IReadOnlyList<CompanyIntegration> Integrations);
