using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Declarative;

namespace Integrations.Web.Hosting.Commands;

/// <summary>A provider file to go on from: one way to connect, the account, and one entity that is searched and read. It can be used as it is.</summary>
internal static class ProviderSkeleton
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="key">The provider's.</param>
    /// <param name="name">Its display name.</param>
    /// <param name="api">The API's address, https, without a slash at its end.</param>
    /// <param name="day">On which its author reads the vendor's pages.</param>
    public static string Write(string key, string name, Uri api, DateOnly day) => new JsonObject
    {
        ["$schema"] = "provider.schema.json",
        ["key"] = key,
        ["displayName"] = name,
        ["description"] = $"Find and read what {name} holds.",
        ["category"] = "custom",
        ["icon"] = "box",
        ["color"] = "#3d4a5c",
        ["searchCapabilities"] = new JsonObject { ["fullText"] = true, ["fieldSpecific"] = false, ["filtered"] = false },
        ["entities"] = Of(new JsonObject
        {
            ["name"] = "item",
            ["displayName"] = "Item",
            ["fields"] = Of(new JsonObject { ["name"] = "updatedAt", ["type"] = "datetime" }),
        }),
        ["auth"] = Of(new JsonObject
        {
            ["kind"] = "api_key",
            ["displayName"] = "API token",
            ["help"] = $"{ProviderFileWarnings.Unfound} in {name}.",
            ["fields"] = Of(new JsonObject { ["name"] = "token", ["label"] = "API token", ["secret"] = true, ["required"] = true, ["maxLength"] = 300 }),
        }),
        ["hosts"] = Of(api.Authority),
        ["sources"] = Of(new JsonObject { ["page"] = $"https://{api.Authority}/", ["read"] = day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), ["for"] = ProviderFileWarnings.UnnamedPage }),
        ["leavesOut"] = Of(ProviderFileWarnings.Unwritten),
        ["api"] = new JsonObject
        {
            ["base"] = api.AbsoluteUri.TrimEnd('/'),
            ["account"] = new JsonObject { ["request"] = new JsonObject { ["path"] = "/me" }, ["map"] = new JsonObject { ["id"] = "id", ["name"] = "name", ["email"] = "email" } },
            ["entities"] = new JsonObject
            {
                ["item"] = new JsonObject
                {
                    ["id"] = "id",
                    ["shape"] = "any",
                    ["map"] = new JsonObject { ["title"] = "title", ["description"] = "description", ["url"] = "url", ["updatedAt"] = "updated_at" },
                    ["search"] = new JsonObject
                    {
                        ["request"] = new JsonObject { ["path"] = "/items", ["query"] = new JsonObject { ["q"] = "{text}", ["limit"] = "{limit}", ["cursor"] = "{cursor}" } },
                        ["items"] = "items",
                        ["paging"] = new JsonObject { ["kind"] = "cursor", ["at"] = "next_cursor", ["most"] = 100 },
                        ["withoutText"] = true,
                    },
                    ["read"] = new JsonObject { ["request"] = new JsonObject { ["path"] = "/items/{id}" } },
                },
            },
        },
    }.ToJsonString(Readable) + "\n";

    private static JsonArray Of(JsonNode one) => new(one);
}
