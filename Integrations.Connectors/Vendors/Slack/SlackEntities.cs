using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Entities;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Slack;

/// <summary>Channels, people and messages in our words.</summary>
internal static class SlackEntities
{
    public const string Channel = "channel";
    public const string User = "user";
    public const string Message = "message";

    private const int MessageTextLength = 300;

    /// <param name="item">A channel object.</param>
    /// <param name="workspaceUrl">Such as <c>https://acme.slack.com/</c>; null leaves the entity without an address.</param>
    public static ExternalEntity? FromChannel(JsonElement item, string? workspaceUrl)
    {
        if (item.Text("id") is not { Length: > 0 } id)
        {
            return null;
        }

        var about = item.Text("purpose", "value") is { Length: > 0 } purpose ? purpose : item.Text("topic", "value");
        return new ExternalEntity(
            $"{Channel}:{id}", Channel, EntityText.Title(item.Text("name") is { Length: > 0 } name ? "#" + name : null, id),
            EntityText.Description(SlackText.Plain(about)), Address(workspaceUrl, $"archives/{id}"))
        {
            Metadata = new JsonObject
            {
                [EntityFields.Key] = id,
                ["topic"] = EntityText.Value(SlackText.Plain(item.Text("topic", "value"))),
                ["private"] = item.Flag("is_private"),
                ["archived"] = item.Flag("is_archived"),
                ["member"] = item.Flag("is_member"),
                ["memberCount"] = item.Number("num_members"),
                [EntityFields.CreatedAt] = Seconds(item.Number("created")).Iso(),
                // Unlike created, this one counts milliseconds.
                [EntityFields.UpdatedAt] = Seconds(item.Number("updated") / 1_000).Iso(),
            },
        };
    }

    /// <param name="item">A user object.</param>
    /// <param name="workspaceUrl">Such as <c>https://acme.slack.com/</c>.</param>
    public static ExternalEntity? FromUser(JsonElement item, string? workspaceUrl)
    {
        if (item.Text("id") is not { Length: > 0 } id)
        {
            return null;
        }

        return new ExternalEntity($"{User}:{id}", User, EntityText.Title(DisplayName(item), id), EntityText.Description(item.Text("profile", "title")), Address(workspaceUrl, $"team/{id}"))
        {
            Metadata = new JsonObject
            {
                [EntityFields.Key] = id,
                [EntityFields.Username] = EntityText.Value(item.Text("name")),
                ["realName"] = EntityText.Value(item.Text("real_name")),
                [EntityFields.Email] = EntityText.Value(item.Text("profile", "email")),
                [EntityFields.AvatarUrl] = EntityText.Link(item.Text("profile", "image_72")),
                [EntityFields.TimeZone] = EntityText.Value(item.Text("tz")),
                [EntityFields.UpdatedAt] = Seconds(item.Number("updated")).Iso(),
            },
        };
    }

    public static string? DisplayName(JsonElement user) =>
        user.Text("profile", "display_name") is { Length: > 0 } shown ? shown
        : user.Text("real_name") is { Length: > 0 } real ? real
        : user.Text("name");

    /// <summary>Deactivated members, bots and Slackbot (which says that it is no bot) are no one to look for.</summary>
    public static bool IsPerson(JsonElement user) => !user.Flag("deleted") && !user.Flag("is_bot") && user.Text("id") != "USLACKBOT";

    /// <param name="channelName">Without the hash; null when unknown.</param>
    /// <param name="author">Handle; null when unknown.</param>
    public static ExternalEntity FromMessage(string channelId, string ts, string? channelName, string? author, string? text, string? permalink, bool isPrivate)
    {
        var plain = SlackText.Plain(text);
        return new ExternalEntity(
            $"{Message}:{channelId}:{ts}", Message, EntityText.Title(author is null ? $"#{channelName ?? channelId}" : $"#{channelName ?? channelId} · {author}"),
            EntityText.Description(Text.Shorten(plain, MessageTextLength)), EntityText.Link(permalink))
        {
            Metadata = new JsonObject
            {
                ["channelId"] = channelId,
                [EntityFields.Container] = EntityText.Value(channelName),
                [EntityFields.Author] = EntityText.Value(author),
                ["ts"] = ts,
                [EntityFields.CreatedAt] = SlackText.Time(ts).Iso(),
                ["private"] = isPrivate,
            },
        };
    }

    private static string? Address(string? workspaceUrl, string path) => workspaceUrl is null ? null : EntityText.Link(workspaceUrl.TrimEnd('/') + "/" + path);

    private static DateTimeOffset? Seconds(long? epoch) => epoch is >= 0 and < 253_402_300_800 ? DateTimeOffset.FromUnixTimeSeconds(epoch.Value) : null;
}
