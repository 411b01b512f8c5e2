using Integrations.Connectors.Entities;

namespace Integrations.Core.Linking;

/// <summary>A link as its readers see it.</summary>
/// <param name="IntegrationName">As it is, or was when it was deleted.</param>
/// <param name="IntegrationIsGone">The integration was deleted or disabled: the copy stays, the vendor is not asked any more.</param>
/// <param name="IsPrivate">Only the caller sees it, because it came through their own connection.</param>
/// <param name="IsGone">The vendor no longer has the thing.</param>
/// <param name="External">The copy; its links are http(s) or null.</param>
public sealed record EntityLinkView(
    Guid Id,
    string EntityType,
    Guid EntityId,
    Guid IntegrationId,
    string IntegrationName,
    bool IntegrationIsGone,
    ProviderAppearance Provider,
    ExternalEntity External,
    bool IsPrivate,
    bool IsGone,
    DateTimeOffset CreatedAt,
    DateTimeOffset RefreshedAt);
