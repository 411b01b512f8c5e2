using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Http;
using Integrations.Sandbox.OAuth;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Integrations.Sandbox.Dropbox;

/// <summary>The routes of API v2 that the hub uses.</summary>
internal sealed class DropboxRoutes(AccountWorlds<DropboxWorld> worlds, OAuthServer oauth, TimeProvider time)
{
    private const int MaxUpload = 150 * 1024 * 1024;

    private delegate IResult Route(HttpContext http, JsonObject argument, DropboxWorld world, SandboxAccount account);

    public void MapRpc(RouteGroupBuilder api)
    {
        api.MapPost("/users/get_current_account", (Delegate)((HttpContext http) => WithoutArgumentAsync(http, "users/get_current_account", Account)));
        api.MapPost("/users/get_space_usage", (Delegate)((HttpContext http) => WithoutArgumentAsync(http, "users/get_space_usage", Space)));
        api.MapPost("/auth/token/revoke", (Delegate)((HttpContext http) => WithoutArgumentAsync(http, "auth/token/revoke", Revoke)));
        Map(api, "files/search_v2", "files.metadata.read", ["query", "options", "match_field_options", "include_highlights"], Search);
        Map(api, "files/search/continue_v2", "files.metadata.read", ["cursor"], ContinueSearch);
        Map(api, "files/list_folder", "files.metadata.read", ["path", "recursive", "include_deleted", "include_mounted_folders", "include_non_downloadable_files", "limit", "include_media_info", "include_has_explicit_shared_members"], List);
        Map(api, "files/list_folder/continue", "files.metadata.read", ["cursor"], ContinueList);
        Map(api, "files/get_metadata", "files.metadata.read", ["path", "include_deleted", "include_media_info", "include_has_explicit_shared_members"], Metadata);
        Map(api, "files/create_folder_v2", "files.content.write", ["path", "autorename"], CreateFolder);
        Map(api, "files/delete_v2", "files.content.write", ["path", "parent_rev"], Delete);
        Map(api, "sharing/create_shared_link_with_settings", "sharing.write", ["path", "settings"], Share);
        Map(api, "sharing/list_shared_links", "sharing.read", ["path", "cursor", "direct_only"], Links);
    }

    public void MapContent(RouteGroupBuilder content) => content.MapPost("/files/upload", (Delegate)UploadAsync);

    private void Map(RouteGroupBuilder api, string name, string scope, IReadOnlyList<string> known, Route route) =>
        api.MapPost("/" + name, (Delegate)(async (HttpContext http) =>
        {
            if (DropboxGuard.Needs(http, scope) is { } refusal)
            {
                return refusal;
            }

            var type = http.Request.ContentType ?? "";
            if (type is not ("application/json" or "application/json; charset=utf-8" or "text/plain; charset=dropbox-cors-hack"))
            {
                return DropboxAnswers.Malformed(name, $"Bad HTTP \"Content-Type\" header: \"{type}\". Expecting one of \"application/json\", \"application/json; charset=utf-8\", \"text/plain; charset=dropbox-cors-hack\".");
            }

            if (await SandboxJson.ReadObjectAsync(http) is not { } argument)
            {
                return DropboxAnswers.Malformed(name, "request body: could not decode input as JSON");
            }

            if (argument.Select(member => member.Key).FirstOrDefault(key => !known.Contains(key)) is { } strange)
            {
                return DropboxAnswers.Malformed(name, $"request body: unknown field '{strange}'");
            }

            var account = SandboxAccess.Of(http).Account;
            return worlds.Use(account, world => route(http, argument, world, account));
        }));

    /// <summary>A body, or a content type other than JSON's null, is the commonest first mistake.</summary>
    private static async Task<IResult> WithoutArgumentAsync(HttpContext http, string name, Func<HttpContext, IResult> answer)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        var isNull = http.Request.ContentType?.StartsWith("application/json", StringComparison.Ordinal) == true && body == "null";
        return isNull || (body.Length == 0 && string.IsNullOrEmpty(http.Request.ContentType))
            ? answer(http)
            : DropboxAnswers.Malformed(name, "request body: expected null, got a value");
    }

    private static IResult Space(HttpContext http) => SandboxJson.Answer(new JsonObject
    {
        ["used"] = 314_159_265,
        ["allocation"] = new JsonObject { [".tag"] = "individual", ["allocated"] = 2_199_023_255_552 },
    });

    private IResult Revoke(HttpContext http)
    {
        oauth.Ledger.RevokeToken(SandboxAccess.Of(http).Token, wholeConsent: true);
        return SandboxJson.Answer(null);
    }

    private static IResult Account(HttpContext http)
    {
        if (DropboxGuard.Needs(http, "account_info.read") is { } refusal)
        {
            return refusal;
        }

        var account = SandboxAccess.Of(http).Account;
        var names = account.Name.Split(' ');
        return SandboxJson.Answer(new JsonObject
        {
            ["account_id"] = DropboxWorld.AccountId(account),
            ["name"] = new JsonObject
            {
                ["given_name"] = names[0],
                ["surname"] = names[^1],
                ["familiar_name"] = names[0],
                ["display_name"] = account.Name,
                ["abbreviated_name"] = $"{names[0][0]}{names[^1][0]}",
            },
            ["email"] = account.Email,
            ["email_verified"] = true,
            ["disabled"] = false,
            ["country"] = "NO",
            ["locale"] = "en",
            ["referral_link"] = "https://www.dropbox.com/referrals/AASANDBOX",
            ["is_paired"] = false,
            ["account_type"] = DropboxAnswers.Tag("pro"),
            ["root_info"] = new JsonObject { [".tag"] = "user", ["root_namespace_id"] = "3235641", ["home_namespace_id"] = "3235641" },
        });
    }

    private static IResult Search(HttpContext http, JsonObject argument, DropboxWorld world, SandboxAccount account)
    {
        if (argument.Text("query") is not { Length: > 0 and <= 1_000 } query)
        {
            return DropboxAnswers.Malformed("files/search_v2", "request body: query: 1 to 1000 characters expected");
        }

        var limit = argument["options"] is JsonObject options && options["max_results"] is JsonValue value && value.TryGetValue<int>(out var number) ? number : 100;
        return limit is < 1 or > 1_000
            ? DropboxAnswers.Malformed("files/search_v2", "request body: options: max_results: 1 to 1000 expected")
            : Matches(http, world, new DropboxCursor(world.Epoch, "", Recursive: true, limit, 0, null, FullRound: true, query));
    }

    private static IResult ContinueSearch(HttpContext http, JsonObject argument, DropboxWorld world, SandboxAccount account) =>
        DropboxCursor.Read(argument.Text("cursor")) is not { Query: not null } cursor ? DropboxAnswers.Malformed("files/search/continue_v2", "request body: cursor: invalid cursor")
        : cursor.Epoch != world.Epoch ? DropboxAnswers.Conflict("reset")
        : Matches(http, world, cursor);

    private static IResult Matches(HttpContext http, DropboxWorld world, DropboxCursor cursor)
    {
        var words = Words(cursor.Query!);
        var found = world.Entries.Where(entry => !entry.Deleted && words.TrueForAll(word => Words(entry.Name).Exists(own => own.StartsWith(word, StringComparison.Ordinal))))
            .OrderByDescending(entry => entry.Modified).ThenBy(entry => entry.Id, StringComparer.Ordinal).ToList();
        var more = cursor.Skip + cursor.Limit < found.Count;
        var body = new JsonObject
        {
            ["matches"] = new JsonArray([.. found.Skip(cursor.Skip).Take(cursor.Limit).Select(entry => new JsonObject
            {
                ["metadata"] = new JsonObject { [".tag"] = "metadata", ["metadata"] = DropboxAnswers.Entry(http, entry, tagged: true) },
                ["match_type"] = DropboxAnswers.Tag("filename"),
            })]),
            ["has_more"] = more,
        };
        if (more)
        {
            body["cursor"] = (cursor with { Skip = cursor.Skip + cursor.Limit }).Write();
        }

        return SandboxJson.Answer(body);
    }

    private static IResult List(HttpContext http, JsonObject argument, DropboxWorld world, SandboxAccount account)
    {
        if (argument.Text("path") is not { } path || path == "/" || (path.Length > 0 && !path.StartsWith('/') && !path.StartsWith("id:", StringComparison.Ordinal)))
        {
            return DropboxAnswers.Malformed("files/list_folder", "request body: path: Specify the root folder as an empty string rather than as \"/\".");
        }

        var limit = argument["limit"] is JsonValue value && value.TryGetValue<int>(out var number) ? number : 500;
        if (limit is < 1 or > 2_000)
        {
            return DropboxAnswers.Malformed("files/list_folder", "request body: limit: 1 to 2000 expected");
        }

        if (path.Length > 0 && world.Find(path) is not { IsFile: false })
        {
            return DropboxAnswers.Conflict(world.Find(path) is null ? "path/not_found" : "path/not_folder");
        }

        var folder = path.Length == 0 ? "" : world.Find(path)!.PathLower;
        var recursive = argument["recursive"] is JsonValue flag && flag.TryGetValue<bool>(out var deep) && deep;
        return Page(http, world, new DropboxCursor(world.Epoch, folder, recursive, limit, 0, null, FullRound: true));
    }

    private static IResult ContinueList(HttpContext http, JsonObject argument, DropboxWorld world, SandboxAccount account) =>
        DropboxCursor.Read(argument.Text("cursor")) is not { Query: null } cursor ? DropboxAnswers.Malformed("files/list_folder/continue", "request body: cursor: invalid cursor")
        : cursor.Epoch != world.Epoch ? DropboxAnswers.Conflict("reset")
        : Page(http, world, cursor);

    private static IResult Page(HttpContext http, DropboxWorld world, DropboxCursor cursor)
    {
        var news = world.Entries.Where(entry => cursor.IsNews(entry) && cursor.Covers(entry) && (!cursor.FullRound || !entry.Deleted))
            .OrderBy(entry => entry.Version).ThenBy(entry => entry.Id, StringComparer.Ordinal).ToList();
        var page = news.Take(cursor.Limit).ToList();
        var more = news.Count > page.Count;
        var next = more
            ? cursor with { Version = page[^1].Version, After = page[^1].Id }
            : cursor with { Version = world.Version, After = null, FullRound = false };
        return SandboxJson.Answer(new JsonObject
        {
            ["entries"] = new JsonArray([.. page.Select(entry => DropboxAnswers.Entry(http, entry, tagged: true))]),
            ["cursor"] = next.Write(),
            ["has_more"] = more,
        });
    }

    private static IResult Metadata(HttpContext http, JsonObject argument, DropboxWorld world, SandboxAccount account) =>
        argument.Text("path") is not { Length: > 1 } path || path == "/" ? DropboxAnswers.Malformed("files/get_metadata", "request body: path: The root folder is unsupported.")
        : world.Find(path) is { } entry ? SandboxJson.Answer(DropboxAnswers.Entry(http, entry, tagged: true))
        : DropboxAnswers.Conflict("path/not_found");

    private IResult CreateFolder(HttpContext http, JsonObject argument, DropboxWorld world, SandboxAccount account)
    {
        if (argument.Text("path") is not { } path || !IsPath(path))
        {
            return DropboxAnswers.Malformed("files/create_folder_v2", $"request body: path: '{argument.Text("path")}' did not match pattern '(/(.|[\\r\\n])*)|(ns:[0-9]+(/.*)?)'");
        }

        if (world.Find(path) is { } taken)
        {
            if (argument["autorename"] is not JsonValue flag || !flag.TryGetValue<bool>(out var rename) || !rename)
            {
                return DropboxAnswers.Conflict($"path/conflict/{(taken.IsFile ? "file" : "folder")}");
            }

            path = FreePath(world, path);
        }

        return SandboxJson.Answer(new JsonObject { ["metadata"] = DropboxAnswers.Entry(http, world.AddFolder(path, time.GetUtcNow()), tagged: false) });
    }

    private static IResult Delete(HttpContext http, JsonObject argument, DropboxWorld world, SandboxAccount account)
    {
        if (argument.Text("path") is not { Length: > 1 } path || world.Find(path) is not { } entry)
        {
            return DropboxAnswers.Conflict("path_lookup/not_found");
        }

        var told = DropboxAnswers.Entry(http, entry, tagged: true);
        world.Delete(entry);
        return SandboxJson.Answer(new JsonObject { ["metadata"] = told });
    }

    private static IResult Share(HttpContext http, JsonObject argument, DropboxWorld world, SandboxAccount account)
    {
        if (argument.Text("path") is not { Length: > 1 } path || world.Find(path) is not { } entry)
        {
            return DropboxAnswers.Conflict("path/not_found");
        }

        if (entry.LinkKey is not null)
        {
            return SandboxJson.Answer(
                new JsonObject
                {
                    ["error_summary"] = "shared_link_already_exists/metadata/..",
                    ["error"] = new JsonObject
                    {
                        [".tag"] = "shared_link_already_exists",
                        ["shared_link_already_exists"] = new JsonObject { [".tag"] = "metadata", ["metadata"] = DropboxAnswers.Link(http, entry) },
                    },
                },
                StatusCodes.Status409Conflict);
        }

        entry.LinkKey = OAuthLedger.RandomText(16).ToLowerInvariant();
        return SandboxJson.Answer(DropboxAnswers.Link(http, entry));
    }

    private static IResult Links(HttpContext http, JsonObject argument, DropboxWorld world, SandboxAccount account)
    {
        var shared = world.Entries.Where(entry => !entry.Deleted && entry.LinkKey is not null);
        if (argument.Text("path") is { } path)
        {
            if (world.Find(path) is not { } wanted)
            {
                return DropboxAnswers.Conflict("path/not_found");
            }

            shared = shared.Where(entry => entry == wanted);
        }

        return SandboxJson.Answer(new JsonObject { ["links"] = new JsonArray([.. shared.Select(entry => DropboxAnswers.Link(http, entry))]), ["has_more"] = false });
    }

    private async Task<IResult> UploadAsync(HttpContext http)
    {
        const string name = "files/upload";
        if (DropboxGuard.Needs(http, "files.content.write") is { } refusal)
        {
            return refusal;
        }

        if (http.Request.ContentType is not ("application/octet-stream" or "text/plain; charset=dropbox-cors-hack"))
        {
            return DropboxAnswers.Malformed(name, $"Bad HTTP \"Content-Type\" header: \"{http.Request.ContentType}\". Expecting one of \"application/octet-stream\", \"text/plain; charset=dropbox-cors-hack\".");
        }

        var header = http.Request.Headers["Dropbox-API-Arg"].ToString();
        if (!Ascii.IsValid(header) || ParseObject(header) is not { } argument || argument.Text("path") is not { } path || !IsPath(path))
        {
            return DropboxAnswers.Malformed(name, "HTTP header \"Dropbox-API-Arg\": could not decode input as JSON");
        }

        using var buffer = new MemoryStream();
        await http.Request.Body.CopyToAsync(buffer, http.RequestAborted);
        if (buffer.Length > MaxUpload)
        {
            return DropboxAnswers.Conflict("payload_too_large");
        }

        var bytes = buffer.ToArray();
        if (argument.Text("content_hash") is { } hash && hash != DropboxWorld.Hash(bytes))
        {
            return DropboxAnswers.Conflict("content_hash_mismatch");
        }

        var mode = argument.Text("mode") ?? argument["mode"].Text(".tag") ?? "add";
        var rename = argument["autorename"] is JsonValue flag && flag.TryGetValue<bool>(out var yes) && yes;
        return worlds.Use(SandboxAccess.Of(http).Account, world => Store(http, world, path, bytes, mode, rename));
    }

    private IResult Store(HttpContext http, DropboxWorld world, string path, byte[] bytes, string mode, bool rename)
    {
        var now = time.GetUtcNow();
        switch (world.Find(path))
        {
            case { IsFile: true } same when mode == "overwrite":
                world.Overwrite(same, bytes, now);
                return SandboxJson.Answer(DropboxAnswers.Entry(http, same, tagged: false));
            // Identical content is no conflict.
            case { IsFile: true } same when same.ContentHash == DropboxWorld.Hash(bytes):
                return SandboxJson.Answer(DropboxAnswers.Entry(http, same, tagged: false));
            case { } taken when !rename:
                return SandboxJson.Answer(
                    new JsonObject
                    {
                        ["error_summary"] = $"path/conflict/{(taken.IsFile ? "file" : "folder")}/..",
                        ["error"] = new JsonObject
                        {
                            [".tag"] = "path",
                            ["reason"] = new JsonObject { [".tag"] = "conflict", ["conflict"] = DropboxAnswers.Tag(taken.IsFile ? "file" : "folder") },
                            ["upload_session_id"] = "pid_upload_session:sandbox",
                        },
                    },
                    StatusCodes.Status409Conflict);
            case null:
                break;
            default:
                path = FreePath(world, path);
                break;
        }

        return SandboxJson.Answer(DropboxAnswers.Entry(http, world.AddFile(path, bytes, now), tagged: false));
    }

    private static string FreePath(DropboxWorld world, string path)
    {
        var dot = path.LastIndexOf('.') is var at && at > path.LastIndexOf('/') ? at : path.Length;
        return Enumerable.Range(1, int.MaxValue).Select(number => $"{path[..dot]} ({number}){path[dot..]}").First(free => world.Find(free) is null);
    }

    private static bool IsPath(string path) => path.Length > 1 && path[0] == '/' && path[^1] != '/' && !path.Contains("//", StringComparison.Ordinal);

    private static List<string> Words(string text) =>
        [.. new string([.. text.ToLowerInvariant().Select(c => char.IsLetterOrDigit(c) ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    private static JsonObject? ParseObject(string json)
    {
        try
        {
            return JsonNode.Parse(json) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
