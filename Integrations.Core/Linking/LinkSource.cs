namespace Integrations.Core.Linking;

/// <summary>An integration whose things may be linked to one of our entity types.</summary>
/// <param name="Entities">The vendor's kinds of things that are proposed for it; at least one.</param>
/// <param name="Account">Whose account it is; null while not connected.</param>
/// <param name="IsReady">The caller has a working connection; else connecting is the next step.</param>
public sealed record LinkSource(
    Guid IntegrationId, string Name, ProviderAppearance Provider, string? Account, IReadOnlyList<LinkableEntity> Entities, bool IsReady)
{
    /// <summary>The caller may connect it; else someone who administers it has to.</summary>
    public bool MayConnect { get; init; }

    /// <summary>Connecting is one sign-in at the vendor; nothing is to be typed here.</summary>
    public bool IsOneStep { get; init; }
}
