using Integrations.Connectors.Entities;
using Integrations.Primitives;

namespace Integrations.Connectors.Contracts;

/// <summary>The vendor tells changes through channels that a program opens, and that end by themselves.</summary>
public interface ISubscribeToEvents : IReceiveEvents
{
    /// <summary>What has to be watched so that changes of a thing are told, in the vendor's words; null where nothing can be.</summary>
    /// <param name="entityType">One of the manifest's entities.</param>
    /// <param name="externalId">As <see cref="ExternalEntity.Id"/> gave it.</param>
    string? SubscribedResource(string entityType, string externalId);

    /// <summary>Opens a channel. One whose answer is lost ends by itself; until then its deliveries are as good as any.</summary>
    Task<Result<OpenedSubscription>> SubscribeAsync(VendorSession session, SubscriptionRequest order, CancellationToken cancellationToken);

    /// <summary>Extends it, or opens another in its place and stops the former, as the vendor has it. The token stays the same.</summary>
    Task<Result<OpenedSubscription>> RenewSubscriptionAsync(VendorSession session, SubscriptionRequest order, OpenedSubscription current, CancellationToken cancellationToken);

    /// <summary>Stops it; one that is gone already counts as stopped.</summary>
    Task<Result<Done>> UnsubscribeAsync(VendorSession session, OpenedSubscription channel, CancellationToken cancellationToken);
}
