using Integrations.Core.Storage;

namespace Integrations.Core.Catalog;

/// <summary>Tells the catalog that a provider is used, so that it is not deleted.</summary>
public interface IProviderUse
{
    /// <summary>Whether something of any organization rests on the provider.</summary>
    Task<bool> IsUsedAsync(IntegrationsDbContext db, Guid providerId, CancellationToken cancellationToken);
}
