using Integrations.Connectors;
using Integrations.Primitives;

namespace Integrations.Core.Catalog;

/// <summary>A provider with what is worked out of it once, however often it is listed.</summary>
internal sealed class CatalogRow(CatalogStamp stamp, CatalogEntry entry, StoredOAuthClient? client, SearchedText text)
{
    public CatalogRow(CatalogStamp stamp, CatalogEntry entry, StoredOAuthClient? client)
        : this(stamp, entry, client, new SearchedText(entry.DisplayName, entry.Key, entry.Document.Description))
    {
    }

    public CatalogStamp Stamp => stamp;

    public CatalogEntry Entry => entry;

    /// <summary>Null where none was entered on the provider's page.</summary>
    public StoredOAuthClient? Client => client;

    /// <summary>What a search looks through.</summary>
    public SearchedText Text => text;

    /// <summary>The same row with the connector that is there now.</summary>
    public CatalogRow With(ConnectorEntry? connector) =>
        ReferenceEquals(connector, entry.Connector) ? this : new CatalogRow(stamp, entry with { Connector = connector }, client, text);
}
