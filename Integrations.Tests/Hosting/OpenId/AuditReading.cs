using Integrations.Core.Activity;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Hosting.OpenId;

internal static class AuditReading
{
    public static Task<List<string>> AuditEntriesOf(this IntegrationsDbContext db, Guid organizationId) =>
        db.Set<AuditEntry>().AsNoTracking().Where(a => a.OrganizationId == organizationId).Select(a => a.Action).ToListAsync();
}
