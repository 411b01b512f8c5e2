using Integrations.Core.Catalog;

namespace Integrations.Core.Linking;

internal static class ProviderAppearances
{
    public static ProviderAppearance Of(CatalogEntry? entry, string key) => entry is null
        ? new ProviderAppearance(key, key, "", "")
        : new ProviderAppearance(key, entry.DisplayName, entry.Document.Icon, entry.Document.Color);
}
