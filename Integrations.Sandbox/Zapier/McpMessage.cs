using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.Zapier;

/// <summary>One JSON-RPC message of a POST.</summary>
/// <param name="Id">Null for a notification.</param>
internal sealed record McpMessage(JsonNode? Id, string Method, JsonObject Parameters)
{
    public const string Modern = "2026-07-28";

    public static IReadOnlyList<string> LegacyVersions { get; } = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"];

    public JsonObject? Meta => Parameters["_meta"] as JsonObject;

    public static McpMessage? Read(JsonNode? body) =>
        body is JsonObject message && message.Text("jsonrpc") == "2.0" && message.Text("method") is { } method
            && message["id"] is null or JsonValue
            ? new McpMessage(message["id"], method, message["params"] as JsonObject ?? [])
            : null;

    /// <summary>A result as a plain JSON answer.</summary>
    public IResult Answer(JsonObject result) => SandboxJson.Answer(Envelope("result", result));

    /// <summary>A result as a stream of events, as servers of this transport like to answer.</summary>
    public IResult Stream(JsonObject result, JsonObject? before = null)
    {
        var first = before is null ? "" : Event(before);
        return SandboxJson.Text($": keepalive\n\n{first}{Event(Envelope("result", result))}", StatusCodes.Status200OK, "text/event-stream");
    }

    public IResult Refuse(int status, int code, string message, JsonObject? data = null) => Refuse(Id, status, code, message, data);

    public static IResult Refuse(JsonNode? id, int status, int code, string message, JsonObject? data = null)
    {
        var error = new JsonObject { ["code"] = code, ["message"] = message };
        if (data is not null)
        {
            error["data"] = data;
        }

        return SandboxJson.Answer(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id?.DeepClone(), ["error"] = error }, status);
    }

    private JsonObject Envelope(string member, JsonObject content) => new() { ["jsonrpc"] = "2.0", ["id"] = Id?.DeepClone(), [member] = content };

    private static string Event(JsonObject message) => $"event: message\ndata: {message.ToJsonString(new JsonSerializerOptions { Encoder = SandboxJson.Options.Encoder })}\n\n";
}
