namespace Integrations.Core.Linking;

/// <summary>What a provider's tile and name look like.</summary>
public sealed record ProviderAppearance(string Key, string Name, string Icon, string Color);
