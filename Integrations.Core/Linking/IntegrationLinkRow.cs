using Integrations.Connectors.Entities;

namespace Integrations.Core.Linking;

/// <summary>A link as its integration shows it.</summary>
/// <param name="EntityName">The meeting's title or the person's name; null for one that is gone since.</param>
/// <param name="External">The copy; its address is http(s) or null.</param>
/// <param name="IsPrivate">Only the caller sees it, because it came through their own connection.</param>
/// <param name="IsGone">The vendor no longer has the thing.</param>
public sealed record IntegrationLinkRow(
    Guid Id, string EntityType, Guid EntityId, string? EntityName, ExternalEntity External, bool IsPrivate, bool IsGone, DateTimeOffset CreatedAt, DateTimeOffset RefreshedAt);
