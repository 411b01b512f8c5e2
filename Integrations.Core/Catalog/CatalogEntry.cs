using Integrations.Connectors;
using Integrations.Connectors.Manifest;

namespace Integrations.Core.Catalog;

/// <summary>A provider with all that is known of it.</summary>
/// <param name="Connector">Null where a super admin described a provider that this program has no connector for.</param>
/// <param name="HasOAuthClient">An OAuth client is configured, so people can sign in with it.</param>
public sealed record CatalogEntry(Guid Id, ProviderDocument Document, ConnectorEntry? Connector, bool IsBuiltIn, bool HasOAuthClient, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, int Version)
{
    public string Key => Document.Provider;

    public string DisplayName => Document.DisplayName;

    public bool IsOffered => Document is { Audience: ProviderAudiences.Tenant, Status: ProviderStatuses.Active };
}
