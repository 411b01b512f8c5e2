using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Integrations.Sandbox.Slack;

/// <summary>The Web API's methods.</summary>
internal sealed partial class SlackMethods(AccountWorlds<SlackWorld> worlds, SlackOAuth oauth, TimeProvider time)
{
    private const int MaxPage = 1_000;
    private const int MaxText = 40_000;

    private delegate JsonObject? Method(HttpContext http, SlackArguments arguments, SlackWorld world, SandboxAccount account);

    public void Map(RouteGroupBuilder api)
    {
        Read(api, "auth.test", Who);
        Read(api, "team.info", (http, arguments, world, account) => new JsonObject
        {
            ["team"] = new JsonObject { ["id"] = SlackWorld.TeamId(account), ["name"] = SlackOAuth.Workspace(account), ["domain"] = account.Organization },
        }, "team:read");
        Read(api, "users.info", (http, arguments, world, account) => world.Person(arguments["user"]) is { } person
            ? new JsonObject { ["user"] = SlackWire.Person(account, person, MaySeeEmail(http)) }
            : Refused("user_not_found"), "users:read");
        Read(api, "users.list", People, "users:read");
        Read(api, "conversations.list", Channels, "channels:read", "groups:read");
        Read(api, "conversations.info", (http, arguments, world, account) => Visible(http, world, arguments["channel"]) is { } channel
            ? new JsonObject { ["channel"] = SlackWire.Channel(account, channel) }
            : Refused("channel_not_found"), "channels:read", "groups:read");
        Read(api, "conversations.history", History, "channels:history", "groups:history");
        Read(api, "conversations.replies", Replies, "channels:history", "groups:history");
        Read(api, "search.messages", Search);
        Read(api, "chat.getPermalink", (http, arguments, world, account) => world.Channel(arguments["channel"]) is not { } channel ? Refused("channel_not_found")
            : Find(world, channel, arguments["message_ts"]) is not { } message ? Refused("message_not_found")
            : new JsonObject { ["channel"] = channel.Id, ["permalink"] = SlackWire.Permalink(http, account, message) });
        Write(api, "chat.postMessage", Post, "chat:write");
        Write(api, "conversations.create", Create, "channels:manage", "channels:write", "groups:write");
        Write(api, "conversations.join", (http, arguments, world, account) =>
        {
            if (world.Channel(arguments["channel"]) is not { IsPrivate: false } channel)
            {
                return Refused("channel_not_found");
            }

            channel.IsMember = true;
            return new JsonObject { ["channel"] = SlackWire.Channel(account, channel) };
        }, "channels:join", "channels:write");
        Write(api, "auth.revoke", (http, arguments, world, account) =>
        {
            if (!arguments.Flag("test"))
            {
                oauth.Server.Ledger.RevokeToken(SandboxAccess.Of(http).Token, wholeConsent: false);
            }

            return new JsonObject { ["revoked"] = !arguments.Flag("test") };
        });
        api.Map("/{method}", () => SlackGuard.Error("unknown_method")).WithOrder(100);
    }

    private void Read(RouteGroupBuilder api, string name, Method method, params string[] scopes)
    {
        api.MapPost("/" + name, (Delegate)((HttpContext http) => RunAsync(http, method, scopes, takesJson: false)));
        api.MapGet("/" + name, (Delegate)((HttpContext http) => RunAsync(http, method, scopes, takesJson: false)));
    }

    private void Write(RouteGroupBuilder api, string name, Method method, params string[] scopes) =>
        api.MapPost("/" + name, (Delegate)((HttpContext http) => RunAsync(http, method, scopes, takesJson: true)));

    private async Task<IResult> RunAsync(HttpContext http, Method method, string[] scopes, bool takesJson)
    {
        if (scopes.Length > 0 && SlackGuard.Needs(http, scopes) is { } refusal)
        {
            return refusal;
        }

        var arguments = await SlackArguments.ReadAsync(http, takesJson);
        var account = SandboxAccess.Of(http).Account;
        return worlds.Use(account, world =>
        {
            var body = method(http, arguments, world, account)!;
            if (!body.ContainsKey("ok"))
            {
                body.Insert(0, "ok", true);
            }

            return SandboxJson.Answer(body);
        });
    }

    private static JsonObject Who(HttpContext http, SlackArguments arguments, SlackWorld world, SandboxAccount account)
    {
        var isBot = SlackOAuth.IsBot(SandboxAccess.Of(http).Token);
        var me = new DemoPerson(account.Name, account.Email);
        var body = new JsonObject
        {
            ["url"] = SlackWire.WorkspaceUrl(http, account),
            ["team"] = SlackOAuth.Workspace(account),
            ["user"] = isBot ? "integrations-hub" : me.Login.Replace('-', '.'),
            ["team_id"] = SlackWorld.TeamId(account),
            ["user_id"] = isBot ? SlackWorld.BotId(account) : SlackWorld.PersonId(me),
            ["is_enterprise_install"] = false,
        };
        if (isBot)
        {
            body["bot_id"] = "B" + SlackWorld.Code("bot", account.Organization);
        }

        return body;
    }

    private static JsonObject People(HttpContext http, SlackArguments arguments, SlackWorld world, SandboxAccount account)
    {
        var (page, next) = Page(world.People, arguments);
        return new JsonObject
        {
            ["members"] = new JsonArray([.. page.Select(person => SlackWire.Person(account, person, MaySeeEmail(http)))]),
            ["cache_ts"] = 1793275290,
            ["response_metadata"] = new JsonObject { ["next_cursor"] = next },
        };
    }

    private static JsonObject Channels(HttpContext http, SlackArguments arguments, SlackWorld world, SandboxAccount account)
    {
        var types = SlackOAuth.Split(arguments["types"] ?? "public_channel");
        var may = SandboxAccess.Of(http);
        var visible = world.Channels.Where(channel => channel.IsPrivate
            ? types.Contains("private_channel") && channel.IsMember && may.May("groups:read") && !SlackOAuth.IsBot(may.Token)
            : types.Contains("public_channel") && may.May("channels:read")).ToList();
        // Archived channels are left out after paging, so that pages may be short.
        var (page, next) = Page(visible, arguments);
        return new JsonObject
        {
            ["channels"] = new JsonArray([.. page.Where(channel => !channel.IsArchived || !arguments.Flag("exclude_archived")).Select(channel => SlackWire.Channel(account, channel))]),
            ["response_metadata"] = new JsonObject { ["next_cursor"] = next },
        };
    }

    private static JsonObject History(HttpContext http, SlackArguments arguments, SlackWorld world, SandboxAccount account)
    {
        if (Visible(http, world, arguments["channel"]) is not { } channel)
        {
            return Refused("channel_not_found");
        }

        if (!channel.IsMember)
        {
            return Refused("not_in_channel");
        }

        var found = world.Posts.Where(post => post.Channel == channel && post.ThreadTs is null && Between(post.Ts, arguments)).OrderByDescending(post => post.Ts, StringComparer.Ordinal)
            .Take(arguments.Number("limit", 100, MaxPage)).ToList();
        return Messages(found.Select(post => SlackWire.Message(account, post)));
    }

    private static JsonObject Replies(HttpContext http, SlackArguments arguments, SlackWorld world, SandboxAccount account)
    {
        if (Visible(http, world, arguments["channel"]) is not { } channel)
        {
            return Refused("channel_not_found");
        }

        if (Find(world, channel, arguments["ts"]) is not { } message)
        {
            return Refused("thread_not_found");
        }

        var thread = message.ThreadTs ?? message.Ts;
        return Messages(world.Posts.Where(post => post.Channel == channel && (post.Ts == thread || post.ThreadTs == thread)).Select(post => SlackWire.Message(account, post)));
    }

    private static JsonObject Search(HttpContext http, SlackArguments arguments, SlackWorld world, SandboxAccount account)
    {
        if (SlackOAuth.IsBot(SandboxAccess.Of(http).Token))
        {
            return Refused("not_allowed_token_type");
        }

        if (!SandboxAccess.Of(http).May("search:read"))
        {
            return new JsonObject { ["ok"] = false, ["error"] = "missing_scope", ["needed"] = "search:read", ["provided"] = string.Join(',', SandboxAccess.Of(http).Scopes!) };
        }

        if (arguments["query"] is not { } query)
        {
            return Refused("no_query");
        }

        var words = query.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var found = world.Posts.Where(post => Array.TrueForAll(words, word => Matches(post, word))).OrderByDescending(post => post.Ts, StringComparer.Ordinal).ToList();
        var (count, page) = (arguments.Number("count", 20, 100), arguments.Number("page", 1, 100));
        var pages = (found.Count + count - 1) / count;
        var shown = found.Skip((page - 1) * count).Take(count).ToList();
        return new JsonObject
        {
            ["query"] = query,
            ["messages"] = new JsonObject
            {
                ["total"] = found.Count,
                ["pagination"] = new JsonObject
                {
                    ["total_count"] = found.Count,
                    ["page"] = page,
                    ["per_page"] = count,
                    ["page_count"] = pages,
                    ["first"] = ((page - 1) * count) + 1,
                    ["last"] = ((page - 1) * count) + shown.Count,
                },
                ["paging"] = new JsonObject { ["count"] = count, ["total"] = found.Count, ["page"] = page, ["pages"] = pages },
                ["matches"] = new JsonArray([.. shown.Select(post => SlackWire.Match(http, account, post))]),
            },
        };
    }

    private JsonObject Post(HttpContext http, SlackArguments arguments, SlackWorld world, SandboxAccount account)
    {
        if (Visible(http, world, arguments["channel"]) is not { } channel)
        {
            return Refused("channel_not_found");
        }

        if (arguments["text"] is not { } text)
        {
            return Refused("no_text");
        }

        if (channel.IsArchived || !channel.IsMember || text.Length > MaxText)
        {
            return Refused(channel.IsArchived ? "is_archived" : text.Length > MaxText ? "msg_too_long" : "not_in_channel");
        }

        var me = new DemoPerson(account.Name, account.Email);
        var isBot = SlackOAuth.IsBot(SandboxAccess.Of(http).Token);
        var message = world.Post(
            channel, isBot ? SlackWorld.BotId(account) : SlackWorld.PersonId(me), isBot ? "integrations-hub" : me.Login.Replace('-', '.'), text, time.GetUtcNow(), arguments["thread_ts"]);
        return new JsonObject { ["channel"] = channel.Id, ["ts"] = message.Ts, ["message"] = SlackWire.Message(account, message) };
    }

    private JsonObject Create(HttpContext http, SlackArguments arguments, SlackWorld world, SandboxAccount account)
    {
        if (arguments["name"] is not { } name || !ChannelName().IsMatch(name))
        {
            return Refused(arguments["name"] is null ? "invalid_name_required" : "invalid_name_specials");
        }

        if (world.Channels.Exists(channel => channel.Name == name))
        {
            return Refused("name_taken");
        }

        if (arguments.Flag("is_private") && SlackGuard.Needs(http, "groups:write") is not null)
        {
            return new JsonObject { ["ok"] = false, ["error"] = "missing_scope", ["needed"] = "groups:write", ["provided"] = string.Join(',', SandboxAccess.Of(http).Scopes!) };
        }

        var made = new SlackChannel("C" + SlackWorld.Code("channel", account.Email, name), name, arguments.Flag("is_private"), SlackWorld.PersonId(new DemoPerson(account.Name, account.Email)), time.GetUtcNow())
        {
            IsMember = true,
        };
        world.Channels.Add(made);
        return new JsonObject { ["channel"] = SlackWire.Channel(account, made) };
    }

    private static JsonObject Messages(IEnumerable<JsonObject> messages) => new()
    {
        ["messages"] = new JsonArray([.. messages]),
        ["has_more"] = false,
        ["response_metadata"] = new JsonObject { ["next_cursor"] = "" },
    };

    /// <summary>A bot sees no private channel that it was not invited to, and here it was invited to none.</summary>
    private static SlackChannel? Visible(HttpContext http, SlackWorld world, string? channel) =>
        world.Channel(channel) is { } found && !(found.IsPrivate && SlackOAuth.IsBot(SandboxAccess.Of(http).Token)) ? found : null;

    private static SlackMessage? Find(SlackWorld world, SlackChannel channel, string? ts) => world.Posts.Find(post => post.Channel == channel && post.Ts == ts);

    private static bool MaySeeEmail(HttpContext http) => SandboxAccess.Of(http).May("users:read.email");

    private static bool Between(string ts, SlackArguments arguments)
    {
        var inclusive = arguments.Flag("inclusive") ? 0 : 1;
        return (arguments["oldest"] is not { } oldest || string.CompareOrdinal(ts, oldest) >= inclusive)
            && (arguments["latest"] is not { } latest || string.CompareOrdinal(latest, ts) >= inclusive);
    }

    private static bool Matches(SlackMessage post, string word)
    {
        var day = DateTimeOffset.FromUnixTimeSeconds(long.Parse(post.Ts.Split('.')[0], CultureInfo.InvariantCulture)).UtcDateTime.Date;
        return word.Split(':', 2) switch
        {
            ["after", var text] => Day(text) is { } after && day > after,
            ["before", var text] => Day(text) is { } before && day < before,
            ["on", var text] => Day(text) is { } on && day == on,
            ["in", var text] => post.Channel.Name == text.Trim('#', '<', '>'),
            ["from", var text] => post.Handle == text.Trim('@'),
            _ when word.StartsWith('-') => !post.Text.Contains(word[1..], StringComparison.OrdinalIgnoreCase),
            _ => post.Text.Contains(word.Trim('"'), StringComparison.OrdinalIgnoreCase),
        };
    }

    private static DateTime? Day(string text) => DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static (IReadOnlyList<T> Items, string Next) Page<T>(IReadOnlyList<T> all, SlackArguments arguments)
    {
        var start = 0;
        if (arguments["cursor"] is { } cursor)
        {
            try
            {
                _ = int.TryParse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor.TrimEnd('='))), NumberStyles.None, CultureInfo.InvariantCulture, out start);
            }
            catch (FormatException)
            {
                start = int.MaxValue;
            }
        }

        var size = arguments.Number("limit", 100, MaxPage);
        var page = all.Skip(start).Take(size).ToList();
        return (page, start + page.Count < all.Count ? Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{start + page.Count}")) : "");
    }

    private static JsonObject Refused(string error) => new() { ["ok"] = false, ["error"] = error };

    [GeneratedRegex("^[a-z0-9_-]{1,80}$", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex ChannelName();
}
