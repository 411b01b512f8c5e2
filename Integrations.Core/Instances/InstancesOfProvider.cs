using Integrations.Core.Catalog;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Instances;

/// <summary>A provider is used while an integration of it exists, a removed one that is still kept included.</summary>
internal sealed class InstancesOfProvider : IProviderUse
{
    public Task<bool> IsUsedAsync(IntegrationsDbContext db, Guid providerId, CancellationToken cancellationToken) =>
        db.Instances.AnyAsync(i => i.ProviderId == providerId, cancellationToken);
}
