namespace Integrations.Connectors.Manifest;

/// <summary>An app that a workflow tool reaches, as 003 offers it beside the tool.</summary>
/// <param name="Key">Lower case with underscores; the second half of 003's <c>{type}_{app}</c>.</param>
public sealed record ProviderApp(string Key, string Name, string Description, string Category);
