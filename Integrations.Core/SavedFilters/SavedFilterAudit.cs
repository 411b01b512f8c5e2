using Integrations.Core.Activity;

namespace Integrations.Core.SavedFilters;

/// <summary>What the audit log says of a saved filter. What a person looks for by themself is theirs: administrators read that it is there, and not what it is called.</summary>
internal static class SavedFilterAudit
{
    public static AuditTarget Target(SavedFilter filter) => new("saved_filter", filter.Id.ToString(), filter.IsShared ? filter.Name : "A filter of one's own", filter.OrganizationId);

    public static object Of(SavedFilter filter) =>
        filter.IsShared ? new { filter.List, filter.IsShared, filter.Name, filter.Query } : new { filter.List, filter.IsShared };
}
