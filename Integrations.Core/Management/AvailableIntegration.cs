using Integrations.Core.Catalog;

namespace Integrations.Core.Management;

/// <summary>Something that 003 offers to connect: a provider, or an app that is reached through a workflow tool.</summary>
/// <param name="Id">A provider's key, or <c>{type}_{app}</c>.</param>
/// <param name="Type">zapier, n8n, webhook or custom.</param>
/// <param name="Popularity">See <see cref="ProviderPopularity"/>; an app has its tool's.</param>
public sealed record AvailableIntegration(string Id, string Type, string Name, string Description, string Category, string Icon, int Popularity, IReadOnlyList<string> Capabilities, CatalogEntry Provider);
