using Integrations.Connectors;

namespace Integrations.Core.Catalog;

/// <summary>What the catalog's row of a provider repeats of its connector.</summary>
internal static class ProviderRows
{
    public static Provider New(ConnectorEntry entry, bool isBuiltIn, DateTimeOffset now)
    {
        var document = ProviderDocuments.From(entry);
        return new Provider
        {
            Id = Guid.CreateVersion7(now),
            Key = entry.Manifest.Key,
            DisplayName = document.DisplayName,
            Category = document.Category,
            Status = document.Status,
            Audience = document.Audience,
            IsBuiltIn = isBuiltIn,
            BaseJson = ProviderDocuments.Write(document),
            CreatedAt = now,
        };
    }

    /// <summary>What a super admin changed stays changed.</summary>
    public static void Update(Provider provider, ConnectorEntry entry)
    {
        var json = ProviderDocuments.Write(ProviderDocuments.From(entry));
        if (provider.BaseJson != json)
        {
            provider.BaseJson = json;
            var merged = ProviderDocuments.Read(json, provider.OverridesJson);
            (provider.DisplayName, provider.Category, provider.Status, provider.Audience) = (merged.DisplayName, merged.Category, merged.Status, merged.Audience);
        }
    }
}
