using Integrations.Connectors;

namespace Integrations.Core.Catalog;

/// <summary>A provider as it was read.</summary>
/// <param name="Client">Null where none was entered on the provider's page.</param>
internal sealed record CatalogRow(CatalogStamp Stamp, CatalogEntry Entry, StoredOAuthClient? Client)
{
    /// <summary>The same row with the connector that is there now.</summary>
    public CatalogRow With(ConnectorEntry? connector) => ReferenceEquals(connector, Entry.Connector) ? this : this with { Entry = Entry with { Connector = connector } };
}
