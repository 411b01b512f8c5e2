using Integrations.Core.Permissions;

namespace Integrations.Core.Templates;

internal static class TemplateQueries
{
    /// <summary>The organization's; its service asks for an administrator besides (SECURITY A1).</summary>
    public static IQueryable<IntegrationTemplate> VisibleTo(this IQueryable<IntegrationTemplate> templates, Caller caller) =>
        templates.Where(t => t.OrganizationId == caller.OrganizationId);
}
