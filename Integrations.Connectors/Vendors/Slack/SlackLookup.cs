using System.Text.Json;
using System.Text.RegularExpressions;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Slack;

/// <summary>Reads one channel, person or message.</summary>
internal static partial class SlackLookup
{
    public static async Task<Result<ExternalEntity>> GetAsync(VendorSession session, string externalId, CancellationToken cancellationToken)
    {
        var match = Id().Match(externalId);
        var (type, id, ts) = (match.Groups["type"].Value, match.Groups["id"].Value, match.Groups["ts"].Value);
        return type switch
        {
            SlackEntities.Channel => await OneAsync(session, "conversations.info", ("channel", id), "channel", item => SlackEntities.FromChannel(item, session.Facts[SlackConnector.WorkspaceUrl]), cancellationToken),
            SlackEntities.User => await OneAsync(session, "users.info", ("user", id), "user", item => SlackEntities.FromUser(item, session.Facts[SlackConnector.WorkspaceUrl]), cancellationToken),
            SlackEntities.Message when ts.Length > 0 => await MessageAsync(session, id, ts, cancellationToken),
            _ => VendorFailures.NotFound(session.VendorName, null),
        };
    }

    /// <summary>
    /// The permalink proves that a message exists and needs no scope; its text, author and channel are added as far as
    /// the token may see them.
    /// </summary>
    private static async Task<Result<ExternalEntity>> MessageAsync(VendorSession session, string channel, string ts, CancellationToken cancellationToken)
    {
        var link = await SlackApi.ReadAsync(session, "chat.getPermalink", cancellationToken, ("channel", channel), ("message_ts", ts));
        if (!link.TryGet(out var found, out var failure))
        {
            return failure;
        }

        var room = await SlackApi.ReadAsync(session, "conversations.info", cancellationToken, ("channel", channel));
        var message = await TextAsync(session, channel, ts, cancellationToken);
        string? author = null;
        if (message?.Text("user") is { Length: > 0 } user)
        {
            var person = await SlackApi.ReadAsync(session, "users.info", cancellationToken, ("user", user));
            author = person.IsSuccess ? person.Value.Text("user", "name") : null;
        }

        return SlackEntities.FromMessage(
            channel, ts, room.IsSuccess ? room.Value.Text("channel", "name") : null, author, message?.Text("text"), found.Text("permalink"),
            room.IsSuccess && room.Value.Flag("channel", "is_private"));
    }

    private static async Task<JsonElement?> TextAsync(VendorSession session, string channel, string ts, CancellationToken cancellationToken)
    {
        var history = await SlackApi.ReadAsync(
            session, "conversations.history", cancellationToken, ("channel", channel), ("latest", ts), ("oldest", ts), ("inclusive", "true"), ("limit", "1"));
        if (!history.TryGet(out var page, out _))
        {
            return null;
        }

        if (Pick(page, ts) is { } message)
        {
            return message;
        }

        // A reply stands in its thread only.
        var replies = await SlackApi.ReadAsync(
            session, "conversations.replies", cancellationToken, ("channel", channel), ("ts", ts), ("latest", ts), ("oldest", ts), ("inclusive", "true"));
        return replies.IsSuccess ? Pick(replies.Value, ts) : null;
    }

    private static JsonElement? Pick(JsonElement page, string ts) =>
        page.Items("messages").Where(message => message.Text("ts") == ts).Select(message => (JsonElement?)message).FirstOrDefault();

    private static async Task<Result<ExternalEntity>> OneAsync(
        VendorSession session, string method, (string Name, string? Value) argument, string member, Func<JsonElement, ExternalEntity?> map, CancellationToken cancellationToken)
    {
        var read = await SlackApi.ReadAsync(session, method, cancellationToken, argument);
        if (!read.TryGet(out var body, out var failure))
        {
            return failure;
        }

        return body.Member(member) is { } item && map(item) is { } entity ? entity : VendorFailures.Unreadable(session.VendorName, null);
    }

    [GeneratedRegex(@"\A(?<type>channel|user|message):(?<id>[A-Z0-9]{2,40})(:(?<ts>[0-9]{1,12}\.[0-9]{1,6}))?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Id();
}
