using Integrations.Primitives;

namespace Integrations.Web.Api.Company;

internal sealed record CompanyPagination(int Page, int Limit, int Total, int Pages)
{
    public static CompanyPagination Of(int page, PageRequest asked, int total) => new(page, asked.Limit, total, (total + asked.Limit - 1) / asked.Limit);
}
