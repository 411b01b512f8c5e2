using Integrations.Connectors.Entities;
using Integrations.Primitives;

namespace Integrations.Connectors.Contracts;

/// <summary>One entity can be read by its id.</summary>
public interface IGetEntity
{
    /// <param name="session">The authenticated vendor session.</param>
    /// <param name="externalId">As <see cref="ExternalEntity.Id"/> gave it.</param>
    /// <param name="cancellationToken">Ends the vendor's calls too.</param>
    Task<Result<ExternalEntity>> GetAsync(VendorSession session, string externalId, CancellationToken cancellationToken);

    /// <summary>
    /// Whether the integration's settings leave this thing in: who may not find it may not read it by a guessed id either. Vendors
    /// whose settings narrow a search say so here.
    /// </summary>
    bool IsInside(VendorSession session, ExternalEntity entity) => true;
}
