using System.Globalization;
using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Google.Shared;

/// <summary>Opening and stopping Google's push channels.</summary>
/// <remarks>
/// Source: Google's discovery documents (Calendar 20260225, Drive 20260405) and developers.google.com/workspace/calendar/api/guides/push
/// (read 2026-11). A channel cannot be extended: another is opened, with an id of its own, and the former is stopped.
/// </remarks>
internal static class GoogleWatch
{
    // A week is the most that Google gives.
    private static readonly TimeSpan Life = TimeSpan.FromDays(7);

    /// <param name="session">Of a Google account.</param>
    /// <param name="watch">The address of a watch method.</param>
    /// <param name="order">What is asked for.</param>
    /// <param name="cancellationToken">Ends the vendor's call too.</param>
    public static async Task<Result<OpenedSubscription>> OpenAsync(VendorSession session, string watch, SubscriptionRequest order, CancellationToken cancellationToken)
    {
        var now = session.Clock.GetUtcNow();
        var body = new
        {
            id = Guid.NewGuid().ToString(),
            type = "web_hook",
            address = order.Address,
            token = order.Token.Reveal(),
            expiration = (now + Life).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        };
        var opened = await session.ReadAsync<JsonElement>(VendorSession.Json(HttpMethod.Post, watch, body), null, cancellationToken);
        return opened.TryGet(out var channel, out var failure)
            ? channel.Text("id") is { Length: > 0 } id && channel.Text("resourceId") is { Length: > 0 } resource
                ? new OpenedSubscription(id, resource, EndOf(channel) ?? now + Life)
                : VendorFailures.Unreadable(session.VendorName, null)
            : failure;
    }

    public static async Task<Result<OpenedSubscription>> RenewAsync(
        VendorSession session, string watch, string stop, SubscriptionRequest order, OpenedSubscription current, CancellationToken cancellationToken)
    {
        var opened = await OpenAsync(session, watch, order, cancellationToken);
        if (opened.IsSuccess)
        {
            // The new one is there; a former that could not be stopped ends by itself, and what it tells until then is true.
            await StopAsync(session, stop, current, cancellationToken);
        }

        return opened;
    }

    public static async Task<Result<Done>> StopAsync(VendorSession session, string stop, OpenedSubscription channel, CancellationToken cancellationToken)
    {
        var sent = await session.SendAsync(VendorSession.Json(HttpMethod.Post, stop, new { id = channel.Id, resourceId = channel.ResourceId }), cancellationToken);
        return !sent.TryGet(out var answer, out var failure) ? failure
            : (int)answer.Status is 404 or 410 ? Done.Value
            : session.Check(answer) is { } refused ? refused
            : Done.Value;
    }

    /// <summary>Milliseconds since 1970, as a text.</summary>
    private static DateTimeOffset? EndOf(JsonElement channel) =>
        long.TryParse(channel.Text("expiration"), NumberStyles.None, CultureInfo.InvariantCulture, out var end) && end < DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(end)
            : null;
}
