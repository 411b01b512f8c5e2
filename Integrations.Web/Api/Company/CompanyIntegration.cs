using System.Text.Json.Nodes;
using Integrations.Core.Instances;
using Integrations.Core.Management;
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
