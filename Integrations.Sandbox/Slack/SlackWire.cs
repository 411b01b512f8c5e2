using System.Text.Json.Nodes;
using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.Slack;

/// <summary>Records as Slack writes them.</summary>
internal static class SlackWire
{
    public static string WorkspaceUrl(HttpContext http, SandboxAccount account) =>
        SandboxAddress.Of(http, $"https://{account.Organization}.slack.com/");

    public static string Permalink(HttpContext http, SandboxAccount account, SlackMessage message) =>
        $"{WorkspaceUrl(http, account)}archives/{message.Channel.Id}/p{message.Ts.Replace(".", "", StringComparison.Ordinal)}"
        + (message.ThreadTs is { } thread ? $"?thread_ts={thread}&cid={message.Channel.Id}" : "");

    public static JsonObject Channel(SandboxAccount account, SlackChannel channel) => new()
    {
        ["id"] = channel.Id,
        ["name"] = channel.Name,
        ["name_normalized"] = channel.Name,
        ["is_channel"] = !channel.IsPrivate,
        ["is_group"] = channel.IsPrivate,
        ["is_im"] = false,
        ["is_mpim"] = false,
        ["is_private"] = channel.IsPrivate,
        ["is_archived"] = channel.IsArchived,
        ["is_general"] = channel.Name == "general",
        ["is_shared"] = false,
        ["is_ext_shared"] = false,
        ["is_org_shared"] = false,
        ["is_member"] = channel.IsMember,
        ["created"] = channel.Created.ToUnixTimeSeconds(),
        ["updated"] = channel.Created.ToUnixTimeMilliseconds(),
        ["unlinked"] = 0,
        ["creator"] = channel.Creator,
        ["context_team_id"] = SlackWorld.TeamId(account),
        ["shared_team_ids"] = new JsonArray(SlackWorld.TeamId(account)),
        ["topic"] = new JsonObject { ["value"] = "", ["creator"] = "", ["last_set"] = 0 },
        ["purpose"] = new JsonObject { ["value"] = channel.Purpose, ["creator"] = channel.Creator, ["last_set"] = channel.Created.ToUnixTimeSeconds() },
        ["previous_names"] = new JsonArray(),
        ["num_members"] = channel.IsMember ? 6 : 3,
    };

    public static JsonObject Person(SandboxAccount account, SlackPerson person, bool withEmail)
    {
        var profile = new JsonObject
        {
            ["title"] = person.IsBot ? "" : "Product team",
            ["real_name"] = person.Name,
            ["real_name_normalized"] = person.Name,
            ["display_name"] = person.DisplayName,
            ["display_name_normalized"] = person.DisplayName,
            ["status_text"] = "",
            ["status_emoji"] = "",
            ["status_expiration"] = 0,
            ["avatar_hash"] = "g" + SlackWorld.Code("avatar", person.Id),
            ["image_72"] = $"https://secure.gravatar.com/avatar/g{SlackWorld.Code("avatar", person.Id)}.jpg?s=72",
            ["team"] = SlackWorld.TeamId(account),
        };
        if (withEmail && person.Email is not null)
        {
            profile["email"] = person.Email;
        }

        return new JsonObject
        {
            ["id"] = person.Id,
            ["team_id"] = SlackWorld.TeamId(account),
            ["name"] = person.Handle,
            ["deleted"] = person.Deleted,
            ["real_name"] = person.Name,
            ["tz"] = "Europe/Oslo",
            ["tz_label"] = "Central European Time",
            ["tz_offset"] = 3600,
            ["profile"] = profile,
            ["is_admin"] = false,
            ["is_owner"] = false,
            ["is_restricted"] = false,
            ["is_ultra_restricted"] = false,
            ["is_bot"] = person.IsBot,
            ["is_app_user"] = false,
            ["updated"] = person.Updated.ToUnixTimeSeconds(),
        };
    }

    public static JsonObject Message(SandboxAccount account, SlackMessage message)
    {
        var body = new JsonObject
        {
            ["type"] = "message",
            ["user"] = message.Author,
            ["ts"] = message.Ts,
            ["text"] = message.Text,
            ["team"] = SlackWorld.TeamId(account),
        };
        if (message.ThreadTs is { } thread)
        {
            body["thread_ts"] = thread;
        }

        return body;
    }

    public static JsonObject Match(HttpContext http, SandboxAccount account, SlackMessage message) => new()
    {
        ["iid"] = SandboxSeed.Guid("slack-match", message.Channel.Id, message.Ts).ToString(),
        ["team"] = SlackWorld.TeamId(account),
        ["score"] = 0,
        ["channel"] = new JsonObject
        {
            ["id"] = message.Channel.Id,
            ["name"] = message.Channel.Name,
            ["is_channel"] = !message.Channel.IsPrivate,
            ["is_group"] = message.Channel.IsPrivate,
            ["is_im"] = false,
            ["is_mpim"] = false,
            ["is_private"] = message.Channel.IsPrivate,
            ["is_shared"] = false,
            ["is_ext_shared"] = false,
            ["is_org_shared"] = false,
            ["is_pending_ext_shared"] = false,
            ["pending_shared"] = new JsonArray(),
        },
        ["type"] = "message",
        ["user"] = message.Author,
        ["username"] = message.Handle,
        ["ts"] = message.Ts,
        ["text"] = message.Text,
        ["permalink"] = Permalink(http, account, message),
    };
}
