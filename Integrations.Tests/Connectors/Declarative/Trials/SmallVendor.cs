using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Integrations.Tests.Connectors.Declarative.Trials;

/// <summary>A vendor on loopback that <see cref="ExampleFile"/>'s file fits, and that answers with more than anyone should keep.</summary>
internal sealed class SmallVendor : IAsyncDisposable
{
    public const string Token = "a-live-credential-0815";

    private readonly WebApplication _app;

    private SmallVendor()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Use((http, next) =>
        {
            Received.Enqueue($"{http.Request.Method} {http.Request.Path}");
            http.Response.Headers.SetCookie = "session=0123456789abcdef";
            return http.Request.Headers.Authorization == $"Bearer {Token}" ? next(http) : RefuseAsync(http);
        });
        _app.MapGet("/api/moved", () => Results.Redirect("https://elsewhere.test/api/me"));
        _app.MapGet("/api/me", () => new { id = 7, name = "Ada", email = "ada@acme.test", token = Token });
        _app.MapGet("/api/items", (string? q, int limit, string? cursor) =>
        {
            var all = Enumerable.Range(1, 7).Select(Item).Where(item => q is null || item["title"]!.GetValue<string>().Contains(q, StringComparison.OrdinalIgnoreCase)).ToList();
            var start = int.Parse(cursor ?? "0", CultureInfo.InvariantCulture);
            return new JsonObject
            {
                ["items"] = new JsonArray([.. all.Skip(start).Take(limit)]),
                ["next_cursor"] = start + limit < all.Count ? (start + limit).ToString(CultureInfo.InvariantCulture) : null,
            };
        });
        _app.MapGet("/api/items/{id:int}", (int id) => Item(id));
        _app.MapPost("/api/items", () => Item(99));
        _app.MapPatch("/api/items/{id:int}/stop", (int id) => Item(id));
    }

    /// <summary>Method and path of each request.</summary>
    public ConcurrentQueue<string> Received { get; } = new();

    public string Site => _app.Urls.First();

    /// <summary>The file of <see cref="ExampleFile"/> for a server whose address a person types.</summary>
    public static string File { get; } = ExampleFile.Changed(file =>
    {
        file["hosts"] = new JsonArray();
        file["auth"]![0]!["fields"]!.AsArray().Insert(0, new JsonObject { ["name"] = "siteUrl", ["label"] = "Site", ["type"] = "url", ["required"] = true });
        file["api"]!["base"] = "{siteUrl}/api";
        file["api"]!["actions"] = new JsonArray(new JsonObject
        {
            ["name"] = "create_item",
            ["displayName"] = "Create item",
            ["description"] = "Creates an item.",
            ["parameters"] = new JsonObject { ["title"] = new JsonObject { ["type"] = "string", ["title"] = "Title", ["required"] = true, ["maxLength"] = 100 } },
            ["request"] = new JsonObject { ["method"] = "POST", ["path"] = "/items", ["json"] = new JsonObject { ["title"] = "{title}" } },
            ["result"] = new JsonObject { ["entity"] = "item" },
        });
    });

    /// <summary>The file with a change.</summary>
    public static string Changed(Action<JsonObject> change)
    {
        var file = JsonNode.Parse(File)!.AsObject();
        change(file);
        return file.ToJsonString();
    }

    public static async Task<SmallVendor> StartAsync()
    {
        var vendor = new SmallVendor();
        await vendor._app.StartAsync();
        return vendor;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static JsonObject Item(int id) => new()
    {
        ["id"] = id,
        ["title"] = $"Review number{id}",
        ["description"] = "By ada@acme.test and bob@acme.test",
        ["url"] = $"https://example.com/{id}",
        ["updated_at"] = "2026-11-01T00:00:00Z",
    };

    private static Task RefuseAsync(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return http.Response.WriteAsJsonAsync(new { message = "Not signed in" });
    }
}
