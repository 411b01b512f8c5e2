namespace Integrations.Web.Api.Company;

internal sealed record CompanyMessage(bool Success, string Message);
