using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Integrations.Connectors.Actions;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Slack;

/// <summary>What can be done in a workspace.</summary>
internal static partial class SlackActions
{
    // Names are looked up page by page; beyond this many channels a person gives the id.
    private const int MaxLookupPages = 10;

    public static ActionTable Table { get; } = new(
        new WrittenAction("send_message", "Send message", "Sends a message to a channel, or answers in a thread.", """
            {
              "channel": { "type": "string", "title": "Channel", "description": "Channel ID or name, such as C04WIDGETS1 or #general.", "required": true, "minLength": 1, "maxLength": 100, "lookUp": { "entity": "channel", "value": "plainId" } },
              "text": { "type": "string", "title": "Message", "description": "Plain text with Slack's *bold* and _italic_; mentions are not resolved.", "required": true, "minLength": 1, "maxLength": 4000 },
              "thread_ts": { "type": "string", "title": "Thread", "description": "The ts of the message that is answered.", "pattern": "^[0-9]+\\.[0-9]{6}$", "folded": true }
            }
            """, SendMessageAsync) { Result = SlackEntities.Message },
        new WrittenAction("create_channel", "Create channel", "Creates a channel.", """
            {
              "name": { "type": "string", "title": "Name", "description": "Lower case, digits, hyphen and underscore; spaces become hyphens.", "required": true, "minLength": 1, "maxLength": 80 },
              "is_private": { "type": "boolean", "title": "Private", "default": false }
            }
            """, CreateChannelAsync) { Result = SlackEntities.Channel });

    private static async Task<Result<ActionOutcome>> SendMessageAsync(ActionCall call)
    {
        var (session, parameters, _, cancellationToken) = call;
        var resolved = await ChannelIdAsync(session, parameters.Text("channel") ?? "", cancellationToken);
        if (!resolved.TryGet(out var channel, out var unknown))
        {
            return unknown;
        }

        var sent = await SlackApi.WriteAsync(
            session, "chat.postMessage", cancellationToken,
            ("channel", channel), ("text", SlackText.Escape(parameters.Text("text") ?? "")), ("thread_ts", parameters.Text("thread_ts")), ("unfurl_links", "false"));
        if (!sent.TryGet(out var answer, out var failure))
        {
            return failure;
        }

        if (answer.Text("ts") is not { Length: > 0 } ts)
        {
            return VendorFailures.Unreadable(session.VendorName, null);
        }

        // The message is sent; a link that cannot be read takes nothing from that.
        var room = answer.Text("channel") ?? channel;
        var link = await SlackApi.ReadAsync(session, "chat.getPermalink", cancellationToken, ("channel", room), ("message_ts", ts));
        var permalink = link.IsSuccess ? link.Value.Text("permalink") : null;
        return new ActionOutcome(
            new JsonObject { ["channel"] = room, ["ts"] = ts, ["permalink"] = permalink },
            SlackEntities.FromMessage(room, ts, Name(parameters.Text("channel")), null, answer.Text("message", "text"), permalink, isPrivate: false));
    }

    private static async Task<Result<ActionOutcome>> CreateChannelAsync(ActionCall call)
    {
        var (session, parameters, _, cancellationToken) = call;
        var name = (parameters.Text("name") ?? "").Trim().TrimStart('#').Replace(' ', '-').ToLowerInvariant();
        if (!ChannelName().IsMatch(name))
        {
            return Failure.InvalidField("name", "A channel's name has 1 to 80 characters: lower-case letters, digits, hyphens and underscores.");
        }

        var made = await SlackApi.WriteAsync(
            session, "conversations.create", cancellationToken, ("name", name), ("is_private", parameters.Flag("is_private") ? "true" : "false"));
        if (!made.TryGet(out var answer, out var failure))
        {
            return failure;
        }

        return answer.Member("channel") is { } channel && SlackEntities.FromChannel(channel, session.Facts[SlackConnector.WorkspaceUrl]) is { } entity
            ? new ActionOutcome(new JsonObject { ["id"] = channel.Text("id"), ["name"] = channel.Text("name"), ["is_private"] = channel.Flag("is_private"), ["url"] = entity.Url }, entity)
            : VendorFailures.Unreadable(session.VendorName, null);
    }

    /// <summary>Slack discourages names where ids are expected, so a name is looked up first.</summary>
    private static async Task<Result<string>> ChannelIdAsync(VendorSession session, string channel, CancellationToken cancellationToken)
    {
        if (ChannelId().IsMatch(channel))
        {
            return channel;
        }

        var name = Name(channel);
        string? cursor = null;
        for (var pages = 0; pages < MaxLookupPages; pages++)
        {
            var read = await SlackApi.ReadAsync(
                session, "conversations.list", cancellationToken,
                ("types", "public_channel,private_channel"), ("exclude_archived", "true"), ("limit", "1000"), ("cursor", cursor));
            if (!read.TryGet(out var page, out var failure))
            {
                return failure;
            }

            if (page.Items("channels").Where(item => TextMatch.Same(item.Text("name"), name)).Select(item => item.Text("id")).FirstOrDefault() is { Length: > 0 } id)
            {
                return id;
            }

            cursor = page.Text("response_metadata", "next_cursor");
            if (string.IsNullOrEmpty(cursor))
            {
                break;
            }
        }

        return Failure.InvalidField("channel", $"The connection sees no channel named '{EntityText.Value(name)}'. Check the name, invite the connection there, or give the channel's id.");
    }

    private static string? Name(string? channel) => channel is null || ChannelId().IsMatch(channel) ? null : channel.Trim().TrimStart('#').ToLowerInvariant();

    [GeneratedRegex(@"\A[CGD][A-Z0-9]{7,30}\z", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex ChannelId();

    [GeneratedRegex(@"\A[\p{Ll}\p{Lo}\p{Nd}_-]{1,80}\z", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex ChannelName();
}
