using Integrations.Core.Activity;

namespace Integrations.Core.Instances;

internal static class InstanceAudit
{
    /// <summary>What an entry about an integration is about.</summary>
    public static AuditTarget Target(IntegrationInstance instance) => new("integration", instance.Id.ToString(), instance.Name, instance.OrganizationId);

    /// <summary>What the audit log keeps of an integration: names and switches, and what it is for; never other settings' values.</summary>
    public static object Of(IntegrationInstance i) => new
    {
        i.Name,
        i.Description,
        Status = i.Status.ToString(),
        i.SearchEnabled,
        i.UserScoped,
        i.AllowedShardTypes,
        i.SearchableEntities,
        Settings = i.Settings.Select(s => s.Key).ToList(),
        Purposes = InstancePurposes.Of(i),
        Tags = i.Tags.Count == 0 ? null : i.Tags.Select(t => t.Name).Order(StringComparer.Ordinal).ToList(),
    };
}
