namespace Integrations.Core.Linking;

/// <summary>What an outbound event and an audit entry say about a link. A private link's content stays its owner's.</summary>
internal sealed record LinkEvent(
    Guid LinkId, string EntityType, Guid EntityId, Guid IntegrationId, string Provider, bool IsPrivate, string? ExternalEntityId, string? Title, string? Url)
{
    public static LinkEvent Of(EntityLink link)
    {
        var isPrivate = link.OwnerUserId is not null;
        return new(
            link.Id,
            link.EntityType,
            link.EntityId,
            link.InstanceId,
            link.ProviderKey,
            isPrivate,
            isPrivate ? null : link.ExternalEntityId,
            isPrivate ? null : link.Title,
            isPrivate ? null : link.Url);
    }
}
