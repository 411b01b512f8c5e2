namespace Integrations.Core.Linking;

/// <summary>A provider that the caller could connect for themself by signing in at the vendor.</summary>
/// <param name="Entities">What it would propose; at least one.</param>
public sealed record LinkOffer(ProviderAppearance Provider, IReadOnlyList<LinkableEntity> Entities);
