using System.Net;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Primitives;
using Microsoft.Graph.Models;

namespace Integrations.Connectors.Vendors.Outlook;

/// <summary>Graph's subscriptions: made with a handshake, extended in place, deleted.</summary>
/// <remarks>
/// Source: learn.microsoft.com/graph/api/resources/subscription (read 2026-11-20). Seven days are the most; the older limit of
/// 4,230 minutes is accepted by every tenant. Ids are asked for as immutable ones, as everywhere else.
/// </remarks>
internal static class OutlookSubscriptions
{
    public const string Events = "me/events";

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(4_230);

    public static async Task<Result<OpenedSubscription>> OpenAsync(VendorSession session, SubscriptionRequest order, CancellationToken cancellationToken)
    {
        using var graph = new GraphApi(session, cancellationToken);
        var end = session.Clock.GetUtcNow() + Life;
        return await graph.AskAsync(
            (api, token) => api.Subscriptions.PostAsync(
                new Subscription { ChangeType = "updated,deleted", NotificationUrl = order.Address, Resource = order.Resource, ExpirationDateTime = end, ClientState = order.Token.Reveal() }, cancellationToken: token),
            subscription => Read(subscription, end));
    }

    /// <summary>One that Graph dropped meanwhile is made anew.</summary>
    public static async Task<Result<OpenedSubscription>> RenewAsync(VendorSession session, SubscriptionRequest order, OpenedSubscription current, CancellationToken cancellationToken)
    {
        if (!PathParameter.IsSafe(current.Id))
        {
            return await OpenAsync(session, order, cancellationToken);
        }

        using var graph = new GraphApi(session, cancellationToken) { Repeatable = true };
        var end = session.Clock.GetUtcNow() + Life;
        var renewed = await graph.AskAsync(
            (api, token) => api.Subscriptions[current.Id].PatchAsync(new Subscription { ExpirationDateTime = end }, cancellationToken: token), subscription => Read(subscription, end));
        return renewed.Failure is { } failure && IsGone(failure) ? await OpenAsync(session, order, cancellationToken) : renewed;
    }

    public static async Task<Result<Done>> StopAsync(VendorSession session, OpenedSubscription channel, CancellationToken cancellationToken)
    {
        if (!PathParameter.IsSafe(channel.Id))
        {
            return Done.Value;
        }

        using var graph = new GraphApi(session, cancellationToken);
        var stopped = await graph.RunAsync((api, token) => api.Subscriptions[channel.Id].DeleteAsync(cancellationToken: token));
        return stopped.Failure is { } failure && !IsGone(failure) ? failure : Done.Value;
    }

    private static bool IsGone(Failure failure) => failure.VendorStatus is (int)HttpStatusCode.NotFound or (int)HttpStatusCode.Gone;

    private static OpenedSubscription? Read(Subscription subscription, DateTimeOffset asked) =>
        subscription.Id is { Length: > 0 } id ? new OpenedSubscription(id, null, subscription.ExpirationDateTime ?? asked) : null;
}
