using Integrations.Core.Permissions;

namespace Integrations.Core.Bulk;

internal static class BatchVisibility
{
    /// <summary>The organization's; its services ask for an administrator besides (SECURITY A1).</summary>
    public static IQueryable<IntegrationBatch> VisibleTo(this IQueryable<IntegrationBatch> batches, Caller caller) =>
        batches.Where(b => b.OrganizationId == caller.OrganizationId);
}
