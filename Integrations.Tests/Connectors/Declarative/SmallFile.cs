using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Declarative;
using Integrations.Connectors.Declarative.File;

namespace Integrations.Tests.Connectors.Declarative;

/// <summary>The small vendor of docs/connectors.md, to be changed in one place.</summary>
internal static class SmallFile
{
    public static JsonObject Node() => JsonNode.Parse(
        """
        {
          "key": "example", "displayName": "Example", "description": "Find and read tasks.", "category": "custom", "icon": "box", "color": "#1f3a5c",
          "hosts": ["api.example.com"],
          "auth": [{ "kind": "api_key", "displayName": "API token", "fields": [{ "name": "token", "label": "Token", "secret": true, "required": true }] }],
          "entities": [{ "name": "task", "displayName": "Task" }],
          "sources": [{ "page": "https://developer.example.com/api", "read": "2026-11-28", "for": "Everything" }],
          "api": {
            "base": "https://api.example.com/v1",
            "account": { "request": { "path": "/me" }, "map": { "id": "id", "name": "name" } },
            "entities": {
              "task": {
                "id": "id",
                "shape": "digits",
                "map": { "title": "name", "description": "notes", "createdAt": "created", "updatedAt": "changed" },
                "search": {
                  "request": { "path": "/tasks", "query": { "q": "{text}", "count": "{limit}", "after": "{cursor}" } },
                  "items": "data", "paging": { "kind": "cursor", "at": "next", "most": 100 }, "withoutText": true
                },
                "sync": {
                  "request": { "path": "/tasks", "query": { "changed_since": "{since}", "count": "{limit}", "after": "{cursor}" } },
                  "items": "data", "paging": { "kind": "cursor", "at": "next", "most": 100 }, "since": "iso"
                },
                "read": { "request": { "path": "/tasks/{id}" }, "item": "data" }
              }
            },
            "actions": [
              {
                "name": "close_task", "displayName": "Close task", "description": "Closes a task.",
                "parameters": { "task": { "type": "string", "title": "Task", "required": true, "thing": "task" } },
                "request": { "method": "POST", "path": "/tasks/{task}/close" }, "result": { "entity": "task" }
              }
            ]
          }
        }
        """)!.AsObject();

    /// <param name="change">What is done to the file's tree.</param>
    public static byte[] Bytes(Action<JsonObject>? change = null)
    {
        var file = Node();
        change?.Invoke(file);
        return Encoding.UTF8.GetBytes(file.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
    }

    public static ProviderFile Read(Action<JsonObject>? change = null)
    {
        var file = ProviderFile.Read(Bytes(change), out var problems);
        Assert.Empty(problems);
        return file!;
    }

    /// <summary>What is wrong with a changed file.</summary>
    public static IReadOnlyList<FileProblem> Problems(Action<JsonObject> change)
    {
        Assert.Null(ProviderFile.Read(Bytes(change), out var problems));
        return problems;
    }

    public static JsonObject Task(JsonObject file) => file["api"]!["entities"]!["task"]!.AsObject();
}
