using System.Text.Json.Nodes;
using Integrations.Core.Templates;

namespace Integrations.Web.Api.Platform;

/// <param name="ProviderName">The provider's unique identifier.</param>
/// <param name="Settings">What the provider's settings form names, without secrets.</param>
/// <param name="AllowedShardTypes">Our entity types (Meeting, Person); empty means all.</param>
/// <param name="SearchableEntities">Vendor entities that search may find; empty means all.</param>
/// <param name="UserScoped">Each user connects for themself.</param>
internal sealed record TemplateResponse(
    Guid Id,
    Guid TenantId,
    string ProviderName,
    string Name,
    string? Description,
    string? Icon,
    JsonObject Settings,
    IReadOnlyList<string> AllowedShardTypes,
    bool SearchEnabled,
    IReadOnlyList<string> SearchableEntities,
    bool UserScoped,
    Guid? CreatedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public static TemplateResponse Of(TemplateView view)
    {
        var (template, values) = (view.Template, view.Template.Values);
        return new TemplateResponse(
            template.Id,
            template.OrganizationId,
            template.ProviderKey,
            template.Name,
            values.Description,
            values.Icon ?? view.Provider?.Document.Icon,
            values.Settings,
            values.AllowedShardTypes,
            values.SearchEnabled,
            values.SearchableEntities,
            values.UserScoped,
            template.CreatedBy,
            template.CreatedAt,
            template.UpdatedAt);
    }
}
