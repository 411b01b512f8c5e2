using Integrations.Core.Catalog;

namespace Integrations.Core.Linking;

internal static class ProviderLooks
{
    public static ProviderLook Of(CatalogEntry? entry, string key) => entry is null
        ? new ProviderLook(key, key, "", "")
        : new ProviderLook(key, entry.DisplayName, entry.Document.Icon, entry.Document.Color);
}
