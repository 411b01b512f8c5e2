using System.Text.Json.Nodes;
using Integrations.Core.Activity;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Primitives;
using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Company;

/// <param name="Type">As it was given; else the provider's key.</param>
/// <param name="Status">active or inactive.</param>
/// <param name="Config">Settings and a receiver's address; never a secret.</param>
internal sealed record CompanyIntegration(
    Guid Id, Guid CompanyId, string Name, string Type, [property: OneOf("active", "inactive")] string Status, JsonObject Config, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static CompanyIntegration Of(InstanceView view) => new(
        view.Id,
        view.Instance.OrganizationId,
        view.Name,
        view.Instance.CompanyType ?? view.Instance.ProviderKey,
        view.Instance.Status == InstanceStatus.Connected ? "active" : "inactive",
        CompanyIntegrations.ConfigOf(view),
        view.Instance.CreatedAt,
        view.Instance.UpdatedAt);
}

internal sealed record CompanyListResponse(bool Success, CompanyList Data);

internal sealed record CompanyList(IReadOnlyList<CompanyIntegration> Integrations);

internal sealed record CompanyResponse(bool Success, CompanyIntegration Data);

/// <param name="Name">1 to 80 characters, unique within the company.</param>
/// <param name="Type">A provider's key, or a word of your own.</param>
/// <param name="Config">Settings; with url or webhookUrl, a webhook.</param>
[ApiRequest(nameof(CreateCompanyIntegration.Name), nameof(CreateCompanyIntegration.Type), nameof(CreateCompanyIntegration.Config))]
internal sealed record CreateCompanyIntegration(string? Name, string? Type, JsonObject? Config);

internal sealed record CreatedCompanyIntegration(bool Success, string Message, CompanyIntegrationId Data);

internal sealed record CompanyIntegrationId(Guid Id);

/// <param name="Status">active or inactive.</param>
[ApiRequest]
internal sealed record UpdateCompanyIntegration(string? Name, string? Type, JsonObject? Config, [property: OneOf("active", "inactive")] string? Status);

internal sealed record CompanyMessage(bool Success, string Message);

internal sealed record CompanyLogsResponse(bool Success, CompanyLogs Data);

internal sealed record CompanyLogs(IReadOnlyList<CompanyLog> Logs, CompanyPagination Pagination);

/// <param name="Status">success or error.</param>
internal sealed record CompanyLog(Guid Id, Guid IntegrationId, [property: OneOf("success", "error")] string Status, string Message, DateTimeOffset CreatedAt)
{
    public static CompanyLog Of(ActivityRow row) => new(
        row.Id, row.InstanceId, row.Status == ActivityStatus.Failed ? "error" : "success", row.Message ?? row.Action ?? row.Type, row.OccurredAt);
}

internal sealed record CompanyPagination(int Page, int Limit, int Total, int Pages)
{
    public static CompanyPagination Of(int page, PageRequest asked, int total) => new(page, asked.Limit, total, (total + asked.Limit - 1) / asked.Limit);
}
