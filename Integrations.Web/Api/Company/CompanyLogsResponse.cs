namespace Integrations.Web.Api.Company;

internal sealed record CompanyLogsResponse(bool Success, CompanyLogs Data);
