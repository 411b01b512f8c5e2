using Integrations.Core.Catalog;

namespace Integrations.Core.Templates;

/// <summary>A template as its administrators see it.</summary>
/// <param name="Provider">Null only for a provider that has left the catalog; such a template can be read and deleted.</param>
public sealed record TemplateView(IntegrationTemplate Template, CatalogEntry? Provider)
{
    public Guid Id => Template.Id;

    public string Name => Template.Name;

    public string ProviderName => Provider?.DisplayName ?? Template.ProviderKey;
}
