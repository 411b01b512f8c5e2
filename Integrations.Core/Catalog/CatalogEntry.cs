using Integrations.Connectors;
using Integrations.Connectors.Manifest;

namespace Integrations.Core.Catalog;

/// <summary>A provider with all that is known of it.</summary>
/// <param name="Connector">Null where a super admin described a provider that this program has no connector for.</param>
/// <param name="HasOAuthClient">An OAuth client is configured, so people can sign in with it.</param>
public sealed record CatalogEntry(Guid Id, ProviderDocument Document, ConnectorEntry? Connector, bool IsBuiltIn, bool HasOAuthClient, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, int Version)
{
    /// <summary>The provider's key, such as <c>github</c>; routes take it in the place of the id.</summary>
    public string Key => Document.Provider;

    /// <summary>As the vendor calls itself, or as a super administrator says instead.</summary>
    public string DisplayName => Document.DisplayName;

    /// <summary>Audience tenant and status active (001): shown to everyone, and free to be connected. Others are for super administrators.</summary>
    public bool IsOffered => Document is { Audience: ProviderAudiences.Tenant, Status: ProviderStatuses.Active };

    /// <summary>People can connect it for themselves.</summary>
    public bool IsForPeople => Connector is not null && Document.Levels.Contains(ProviderLevels.User);
}
