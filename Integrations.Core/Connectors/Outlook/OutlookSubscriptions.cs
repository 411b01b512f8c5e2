using System.Globalization;
using System.Net;
using System.Text.Json;
using Integrations.Core.Common;
using Integrations.Core.Connectors.Http;

namespace Integrations.Core.Connectors.Outlook;

/// <summary>Graph's subscriptions: made with a handshake, extended in place, deleted.</summary>
/// <remarks>
/// Source: learn.microsoft.com/graph/api/resources/subscription (read 2026-11-20). Seven days are the most; the older limit of
/// 4,230 minutes is accepted by every tenant. Ids are asked for as immutable ones, as everywhere else.
/// </remarks>
internal static class OutlookSubscriptions
{
    public const string Events = "me/events";

    private const string Url = Graph.Root + "subscriptions";
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(4_230);

    public static async Task<Result<OpenedChannel>> OpenAsync(VendorSession session, ChannelOrder order, CancellationToken cancellationToken)
    {
        var end = session.Clock.GetUtcNow() + Life;
        var body = new { changeType = "updated,deleted", notificationUrl = order.Address, resource = order.Resource, expirationDateTime = Time(end), clientState = order.Token.Reveal() };
        var made = await session.ReadAsync<JsonElement>(Graph.WithPreferences(VendorSession.Json(HttpMethod.Post, Url, body)), null, cancellationToken);
        return made.TryGet(out var subscription, out var failure) ? Read(session, subscription, end) : failure;
    }

    /// <summary>One that Graph dropped meanwhile is made anew.</summary>
    public static async Task<Result<OpenedChannel>> RenewAsync(VendorSession session, ChannelOrder order, OpenedChannel current, CancellationToken cancellationToken)
    {
        if (PathParameter.Escape(current.Id) is not { } id)
        {
            return await OpenAsync(session, order, cancellationToken);
        }

        var end = session.Clock.GetUtcNow() + Life;
        var request = VendorSession.Json(HttpMethod.Patch, $"{Url}/{id}", new { expirationDateTime = Time(end) }, repeatable: true);
        var sent = await session.SendAsync(request, cancellationToken);
        return !sent.TryGet(out var answer, out var failure) ? failure
            : answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone ? await OpenAsync(session, order, cancellationToken)
            : session.Check(answer) is { } refused ? refused
            : answer.TryJson() is { } subscription ? Read(session, subscription, end)
            : VendorFailures.Unreadable(session.VendorName, null);
    }

    public static async Task<Result<Done>> StopAsync(VendorSession session, OpenedChannel channel, CancellationToken cancellationToken)
    {
        if (PathParameter.Escape(channel.Id) is not { } id)
        {
            return Done.Value;
        }

        var sent = await session.SendAsync(new HttpRequestMessage(HttpMethod.Delete, $"{Url}/{id}"), cancellationToken);
        return !sent.TryGet(out var answer, out var failure) ? failure
            : answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone ? Done.Value
            : session.Check(answer) is { } refused ? refused
            : Done.Value;
    }

    private static Result<OpenedChannel> Read(VendorSession session, JsonElement subscription, DateTimeOffset asked) =>
        subscription.Text("id") is { Length: > 0 } id
            ? new OpenedChannel(id, null, VendorJson.ParseTime(subscription.Text("expirationDateTime")) ?? asked)
            : VendorFailures.Unreadable(session.VendorName, null);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
