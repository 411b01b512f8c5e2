using Integrations.Core.Catalog;

namespace Integrations.Core.Templates;

/// <summary>A template as its administrators see it.</summary>
/// <param name="Provider">Null only for a provider that has left the catalog; such a template can be read and deleted.</param>
public sealed record TemplateView(IntegrationTemplate Template, CatalogEntry? Provider)
{
    /// <summary>The template's.</summary>
    public Guid Id => Template.Id;

    /// <summary>The template's, as its administrator gave it.</summary>
    public string Name => Template.Name;

    /// <summary>The provider's display name; its key where it has left the catalog.</summary>
    public string ProviderName => Provider?.DisplayName ?? Template.ProviderKey;
}
