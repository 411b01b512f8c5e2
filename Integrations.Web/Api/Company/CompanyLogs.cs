namespace Integrations.Web.Api.Company;

internal sealed record CompanyLogs(IReadOnlyList<CompanyLog> Logs, CompanyPagination Pagination);
