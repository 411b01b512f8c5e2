using Integrations.Core.Management;
using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Automation;

/// <param name="Popularity">The share of this hub's organizations that have it connected, in percent.</param>
internal sealed record AutomationAvailable(string Id, [property: OneOf("zapier", "n8n", "custom", "webhook")] string Type, string Name, string Description, string Category, string Icon, int Popularity, IReadOnlyList<string> Capabilities)
{
    public static AutomationAvailable Of(AvailableIntegration available) =>
        new(available.Id, available.Type, available.Name, available.Description, available.Category, available.Icon, available.Popularity, available.Capabilities);
}
