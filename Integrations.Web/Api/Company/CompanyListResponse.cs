namespace Integrations.Web.Api.Company;

internal sealed record CompanyListResponse(bool Success, CompanyList Data);
