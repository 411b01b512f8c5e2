using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Http;
using Integrations.Sandbox.OAuth;
using Integrations.Sandbox.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Integrations.Sandbox.Google;

/// <summary>Drive API v3: metadata, small uploads, sharing, changes. Resumable uploads and exports are not spoken.</summary>
internal sealed class DriveEndpoints(AccountWorlds<GoogleWorld> worlds, PushChannels push, GoogleGuard guard, TimeProvider time)
{
    private const string Service = "drive.googleapis.com";

    // What Google gives of a file when no one says which members are wanted.
    private const string DefaultFields = "kind,id,name,mimeType";
    private static readonly string[] Reading = ["drive.file", "drive.metadata.readonly", "drive.readonly", "drive"];
    private static readonly string[] Writing = ["drive.file", "drive"];
    private static readonly string[] Roles = ["reader", "commenter", "writer"];

    public void Map(SandboxRoutes routes)
    {
        var google = routes.Host("www.googleapis.com");
        var api = google.MapGroup("/drive/v3").AddEndpointFilter(guard);
        api.MapGet("/about", (Delegate)About);
        api.MapGet("/files", (Delegate)List);
        api.MapPost("/files", (Delegate)CreateAsync);
        api.MapGet("/files/generateIds", (Delegate)GenerateIds);
        api.MapGet("/files/{id}", (HttpContext http, string id) => Get(http, id));
        api.MapPatch("/files/{id}", (HttpContext http, string id) => PatchAsync(http, id));
        api.MapDelete("/files/{id}", (HttpContext http, string id) => Delete(http, id));
        api.MapGet("/files/{id}/permissions", (HttpContext http, string id) => ListPermissions(http, id));
        api.MapPost("/files/{id}/permissions", (HttpContext http, string id) => ShareAsync(http, id));
        api.MapGet("/changes/startPageToken", (Delegate)StartPageToken);
        api.MapGet("/changes", (Delegate)ListChanges);
        api.MapPost("/changes/watch", (Delegate)WatchAsync);
        api.MapPost("/channels/stop", (Delegate)StopAsync);
        google.MapGroup("/upload/drive/v3").AddEndpointFilter(guard).MapPost("/files", (Delegate)UploadAsync);
        foreach (var site in (string[])["drive.google.com", "docs.google.com"])
        {
            routes.Host(site).MapGet("/{**path}", (string path, string? id) => ShowFile($"{path}/{id}"));
        }
    }

    private IResult About(HttpContext http) => Use(http, Reading, "DriveAbout.Get", (world, _) =>
        http.Request.Query["fields"].Count == 0
            ? GoogleAnswers.Error(StatusCodes.Status400BadRequest, "required", "The 'fields' parameter is required for this method.", location: "fields")
            : GoogleAnswers.Ok(http, new JsonObject
            {
                ["kind"] = "drive#about",
                ["user"] = new JsonObject
                {
                    ["kind"] = "drive#user",
                    ["displayName"] = world.Account.Name,
                    ["me"] = true,
                    ["permissionId"] = GoogleIdentityServer.Subject(world.Account)[..20],
                    ["emailAddress"] = world.Account.Email,
                },
                ["storageQuota"] = new JsonObject { ["limit"] = "16106127360", ["usage"] = "5242880000", ["usageInDrive"] = "4194304000", ["usageInDriveTrash"] = "0" },
            }));

    private IResult List(HttpContext http) => Use(http, Reading, "DriveFiles.List", (world, access) =>
    {
        var query = http.Request.Query;
        if (DriveFilter.Read(query["q"].ToString()) is not { } filter)
        {
            return GoogleAnswers.Error(StatusCodes.Status400BadRequest, "invalid", "Invalid Value", location: "q");
        }

        if (filter.HasFullText && query["orderBy"].ToString().Length > 0)
        {
            return GoogleAnswers.Error(StatusCodes.Status403Forbidden, "forbidden", "Sorting is not supported for queries with fullText terms. Results are always in descending relevance order.", location: "orderBy");
        }

        if (!TryNumber(query["pageSize"].ToString(), 100, out var size) || size is < 1 or > 1_000 || !TryNumber(query["pageToken"].ToString().Replace("~!!~", "", StringComparison.Ordinal), 0, out var offset))
        {
            return GoogleAnswers.Error(StatusCodes.Status400BadRequest, "invalid", "Invalid Value", location: "pageToken");
        }

        var all = world.Files.Values.Where(file => Sees(access, file) && filter.Matches(file)).OrderByDescending(file => file.Modified).ThenBy(file => file.Id, StringComparer.Ordinal).ToList();
        var files = all.Skip(offset).Take(size).ToList();
        var page = new JsonObject
        {
            ["kind"] = "drive#fileList",
            ["incompleteSearch"] = false,
            ["files"] = new JsonArray([.. files.Select(file => (JsonNode)OnTheWire(http, file))]),
        };
        if (offset + files.Count < all.Count)
        {
            page["nextPageToken"] = $"~!!~{offset + files.Count}";
        }

        return Answer(http, page, $"kind,incompleteSearch,nextPageToken,files({DefaultFields})");
    });

    private IResult GenerateIds(HttpContext http) => Use(http, Writing, "DriveFiles.GenerateIds", (_, _) =>
        TryNumber(http.Request.Query["count"].ToString(), 10, out var count) && count is >= 1 and <= 1_000
            ? GoogleAnswers.Ok(http, new JsonObject
            {
                ["kind"] = "drive#generatedIds",
                ["space"] = "drive",
                ["ids"] = new JsonArray([.. Enumerable.Range(0, count).Select(_ => (JsonNode)("1" + OAuthLedger.RandomText(32)))]),
            })
            : GoogleAnswers.Error(StatusCodes.Status400BadRequest, "invalid", "Invalid Value", location: "count"));

    private IResult Get(HttpContext http, string id) => Use(http, Reading, "DriveFiles.Get", (world, access) =>
    {
        if (Find(world, access, id) is not { } file)
        {
            return Missing(id);
        }

        if (http.Request.Query["alt"] != "media")
        {
            return Answer(http, OnTheWire(http, file), DefaultFields);
        }

        // Seeing names is not reading.
        return file.Content is null ? GoogleAnswers.Error(StatusCodes.Status403Forbidden, "fileNotDownloadable", "Only files with binary content can be downloaded. Use Export with Docs Editors files.")
            : !file.ByApp && !access.MayAny("drive.readonly", "drive") ? GoogleAnswers.ScopeMissing(Service, "google.apps.drive.v3.DriveFiles.Get")
            : Results.Bytes(file.Content, file.MimeType, enableRangeProcessing: true);
    });

    private async Task<IResult> CreateAsync(HttpContext http) => Create(http, await SandboxJson.ReadObjectAsync(http), null, null);

    private async Task<IResult> UploadAsync(HttpContext http)
    {
        switch (http.Request.Query["uploadType"].ToString())
        {
            case "media":
                return Create(http, [], await BytesAsync(http.Request.Body, http.RequestAborted), http.Request.ContentType);
            case "multipart" when MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) && type.MediaType == "multipart/related" && type.Boundary.HasValue:
                return await MultipartAsync(http, HeaderUtilities.RemoveQuotes(type.Boundary).ToString());
            default:
                return GoogleAnswers.Error(StatusCodes.Status400BadRequest, "badContent", "Unsupported content with type: " + http.Request.ContentType);
        }
    }

    private async Task<IResult> MultipartAsync(HttpContext http, string boundary)
    {
        var reader = new MultipartReader(boundary, http.Request.Body);
        JsonObject? metadata = null;
        try
        {
            if (await reader.ReadNextSectionAsync(http.RequestAborted) is { } described)
            {
                metadata = await JsonNode.ParseAsync(described.Body, cancellationToken: http.RequestAborted) as JsonObject;
            }

            if (metadata is not null && await reader.ReadNextSectionAsync(http.RequestAborted) is { } content)
            {
                return Create(http, metadata, await BytesAsync(content.Body, http.RequestAborted), content.ContentType);
            }
        }
        catch (Exception broken) when (broken is JsonException or IOException)
        {
            // Falls through: neither part could be read.
        }

        return GoogleAnswers.Error(StatusCodes.Status400BadRequest, "badContent", "Malformed multipart body.");
    }

    private IResult Create(HttpContext http, JsonObject? body, byte[]? content, string? contentType) => Use(http, Writing, "DriveFiles.Create", (world, access) =>
    {
        if (body is null)
        {
            return GoogleAnswers.Error(StatusCodes.Status400BadRequest, "parseError", "Parse Error");
        }

        var id = body.Text("id") ?? "1" + OAuthLedger.RandomText(32);
        if (world.Files.ContainsKey(id))
        {
            return GoogleAnswers.Error(StatusCodes.Status409Conflict, "fileIdInUse", "A file already exists with the provided ID.");
        }

        var parent = (string?)(body["parents"] as JsonArray)?.FirstOrDefault() ?? "root";
        if (parent is not ("root" or SandboxFile.Root) && Find(world, access, parent)?.MimeType != SandboxFile.FolderType)
        {
            return Missing(parent);
        }

        var type = body.Text("mimeType") ?? contentType ?? "application/octet-stream";
        var file = DriveSeed.New(
            world, id, body.Text("name") ?? "Untitled", type, parent == "root" ? SandboxFile.Root : parent, time.GetUtcNow(), world.People[0], content,
            type == SandboxFile.FolderType ? "https://drive.google.com/drive/folders/{0}" : "https://drive.google.com/file/d/{0}/view", byApp: true);
        if (body.Text("description") is { } description)
        {
            file.Document["description"] = description;
        }

        file.Revision = world.NextRevision();
        world.Files[id] = file;
        return Answer(http, OnTheWire(http, file), DefaultFields);
    });

    private async Task<IResult> PatchAsync(HttpContext http, string id)
    {
        var body = await SandboxJson.ReadObjectAsync(http);
        return Use(http, Writing, "DriveFiles.Update", (world, access) =>
        {
            if (Find(world, access, id) is not { } file)
            {
                return Missing(id);
            }

            foreach (var name in (string[])["name", "description", "starred", "trashed"])
            {
                if (body?[name] is { } value)
                {
                    file.Document[name] = value.DeepClone();
                }
            }

            file.Document["modifiedTime"] = CalendarDocuments.Stamp(time.GetUtcNow());
            file.Revision = world.NextRevision();
            return Answer(http, OnTheWire(http, file), DefaultFields);
        });
    }

    private IResult Delete(HttpContext http, string id) => Use(http, Writing, "DriveFiles.Delete", (world, access) =>
    {
        if (Find(world, access, id) is not { } file)
        {
            return Missing(id);
        }

        world.Files.Remove(id);
        world.RemovedFiles[id] = world.NextRevision();
        return Results.NoContent();
    });

    private IResult ListPermissions(HttpContext http, string id) => Use(http, Reading, "DrivePermissions.List", (world, access) => Find(world, access, id) is { } file
        ? Answer(http, new JsonObject { ["kind"] = "drive#permissionList", ["permissions"] = new JsonArray([.. file.Permissions.Select(given => given.DeepClone())]) }, "kind,permissions(kind,id,type,role)")
        : Missing(id));

    private async Task<IResult> ShareAsync(HttpContext http, string id)
    {
        var body = await SandboxJson.ReadObjectAsync(http);
        return Use(http, Writing, "DrivePermissions.Create", (world, access) =>
        {
            if (Find(world, access, id) is not { } file)
            {
                return Missing(id);
            }

            // Names are visible, the file still is not the app's.
            if (!file.ByApp && !access.MayAny("drive"))
            {
                return GoogleAnswers.Error(StatusCodes.Status403Forbidden, "appNotAuthorizedToFile", "The user has not granted the app " + access.Provider + " write access to the file " + id + ".");
            }

            var (type, role) = (body.Text("type"), body.Text("role"));
            if (type is not ("anyone" or "user" or "group" or "domain") || !Roles.Contains(role, StringComparer.Ordinal) || (type is "user" or "group" && body.Text("emailAddress") is null))
            {
                return GoogleAnswers.Error(StatusCodes.Status400BadRequest, "invalidSharingRequest", "Bad Request. User message: \"The sharing request is not valid.\"");
            }

            var permissionId = type == "anyone" ? "anyoneWithLink" : SandboxSeed.Number(body.Text("emailAddress") ?? body.Text("domain") ?? "").ToString(CultureInfo.InvariantCulture);
            var permission = new JsonObject { ["kind"] = "drive#permission", ["id"] = permissionId, ["type"] = type, ["role"] = role };
            if (body.Text("emailAddress") is { } address)
            {
                permission["emailAddress"] = address;
            }

            file.Permissions.RemoveAll(given => given.Text("id") == permissionId);
            file.Permissions.Add(permission);
            file.Document["shared"] = true;
            file.Revision = world.NextRevision();
            return Answer(http, (JsonObject)permission.DeepClone(), "kind,id,type,role");
        });
    }

    private IResult StartPageToken(HttpContext http) => Use(http, Reading, "DriveChanges.GetStartPageToken", (world, _) =>
        GoogleAnswers.Ok(http, new JsonObject { ["kind"] = "drive#startPageToken", ["startPageToken"] = world.Revision.ToString(CultureInfo.InvariantCulture) }));

    private async Task<IResult> WatchAsync(HttpContext http)
    {
        var body = await SandboxJson.ReadObjectAsync(http);
        return Use(http, Reading, "DriveChanges.Watch", (world, _) =>
            long.TryParse(http.Request.Query["pageToken"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var since) && since <= world.Revision
                ? push.Open(http, world, body, calendar: null, SandboxSeed.Guid("channel", world.Account.Email).ToString("N"), $"https://www.googleapis.com/drive/v3/changes?alt=json&pageToken={since}")
                : GoogleAnswers.Error(StatusCodes.Status400BadRequest, "invalid", "Invalid Value", location: "pageToken"));
    }

    private async Task<IResult> StopAsync(HttpContext http)
    {
        var body = await SandboxJson.ReadObjectAsync(http);
        return Use(http, Reading, "DriveChannels.Stop", (world, _) => PushChannels.Stop(world, body));
    }

    private IResult ListChanges(HttpContext http) => Use(http, Reading, "DriveChanges.List", (world, access) =>
    {
        if (!long.TryParse(http.Request.Query["pageToken"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var since) || since > world.Revision)
        {
            return GoogleAnswers.Error(StatusCodes.Status400BadRequest, "invalid", "Invalid Value", location: "pageToken");
        }

        TryNumber(http.Request.Query["pageSize"].ToString(), 100, out var size);
        var all = world.Files.Values.Where(file => file.Revision > since && Sees(access, file)).Select(file => (file.Revision, Id: file.Id, File: (SandboxFile?)file))
            .Concat(world.RemovedFiles.Where(removed => removed.Value > since).Select(removed => (Revision: removed.Value, Id: removed.Key, File: (SandboxFile?)null)))
            .OrderBy(change => change.Revision).ToList();
        var changes = all.Take(Math.Clamp(size, 1, 1_000)).ToList();
        var page = new JsonObject
        {
            ["kind"] = "drive#changeList",
            ["changes"] = new JsonArray([.. changes.Select(change => (JsonNode)Change(http, change.Id, change.File))]),
        };
        page[changes.Count < all.Count ? "nextPageToken" : "newStartPageToken"] = (changes.Count < all.Count ? changes[^1].Revision : world.Revision).ToString(CultureInfo.InvariantCulture);
        return Answer(http, page, "kind,nextPageToken,newStartPageToken,changes(kind,changeType,fileId,removed,time)");
    });

    private JsonObject Change(HttpContext http, string id, SandboxFile? file)
    {
        var change = new JsonObject { ["kind"] = "drive#change", ["changeType"] = "file", ["fileId"] = id, ["removed"] = file is null, ["time"] = CalendarDocuments.Stamp(time.GetUtcNow()) };
        if (file is not null)
        {
            change["file"] = OnTheWire(http, file);
        }

        return change;
    }

    /// <summary>What a file's web link shows; the id stands somewhere in it.</summary>
    private IResult ShowFile(string path)
    {
        foreach (var account in SandboxAccounts.All)
        {
            if (worlds.Use(account, world => path.Split('/').Select(part => world.Files.GetValueOrDefault(part)).FirstOrDefault(file => file is not null) is { } found
                    ? SandboxHtml.Record("Google Drive", found.Name, ("Type", found.MimeType), ("Owner", found.Owner), ("Changed", $"{found.Modified:ddd d MMM yyyy HH:mm} UTC"), ("Description", found.Document.Text("description")))
                    : null) is { } page)
            {
                return page;
            }
        }

        return SandboxHtml.Problem("Google Drive", "Sorry, the file you have requested does not exist.", StatusCodes.Status404NotFound);
    }

    private static bool Sees(SandboxAccess access, SandboxFile file) => file.ByApp || access.MayAny("drive.metadata.readonly", "drive.readonly", "drive");

    private static SandboxFile? Find(GoogleWorld world, SandboxAccess access, string id) =>
        world.Files.GetValueOrDefault(id) is { } file && Sees(access, file) ? file : null;

    private static IResult Missing(string id) => GoogleAnswers.Error(StatusCodes.Status404NotFound, "notFound", $"File not found: {id}.", location: "fileId");

    private static JsonObject OnTheWire(HttpContext http, SandboxFile file)
    {
        var document = (JsonObject)file.Document.DeepClone();
        foreach (var link in (string[])["webViewLink", "webContentLink"])
        {
            if (document.Text(link) is { } address)
            {
                document[link] = SandboxAddress.Of(http, address);
            }
        }

        return document;
    }

    private static IResult Answer(HttpContext http, JsonObject body, string defaultFields) =>
        http.Request.Query["fields"].ToString().Length == 0 ? SandboxJson.Answer(GoogleFields.Parse(defaultFields)!.Cut(body)) : GoogleAnswers.Ok(http, body);

    private static async Task<byte[]> BytesAsync(Stream body, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        await body.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }

    private static bool TryNumber(string text, int absent, out int number)
    {
        number = absent;
        return text.Length == 0 || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private IResult Use(HttpContext http, string[] scopes, string method, Func<GoogleWorld, SandboxAccess, IResult> work)
    {
        var access = SandboxAccess.Of(http);
        return access.MayAny(scopes)
            ? worlds.Use(access.Account, world =>
            {
                var before = world.Revision;
                var answer = work(world, access);
                push.Announce(world, before);
                return answer;
            })
            : GoogleAnswers.ScopeMissing(Service, "google.apps.drive.v3." + method);
    }
}
