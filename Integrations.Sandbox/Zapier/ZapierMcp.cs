using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.Zapier;

/// <summary>
/// The Model Context Protocol over Streamable HTTP, by hand: revision 2026-07-28 (every request stands for itself) and
/// the ones before it (initialize, then a session).
/// </summary>
internal sealed class ZapierMcp(ZapierTokens tokens, ZapierCalls calls)
{
    private const string SessionHeader = "Mcp-Session-Id";
    private const int ToolsPerPage = 500;
    private const int ToolsPerShortPage = 4;

    private readonly ConcurrentDictionary<string, string> _sessions = new(StringComparer.Ordinal);

    public async Task<IResult> PostAsync(HttpContext http)
    {
        var accept = http.Request.Headers.Accept.ToString();
        if (!accept.Contains("application/json", StringComparison.OrdinalIgnoreCase) || !accept.Contains("text/event-stream", StringComparison.OrdinalIgnoreCase))
        {
            return McpMessage.Refuse(null, StatusCodes.Status406NotAcceptable, -32600, "Not Acceptable: Client must accept both application/json and text/event-stream");
        }

        var body = await SandboxJson.ReadAsync(http);
        if (McpMessage.Read(body) is not { } message)
        {
            return McpMessage.Refuse(null, StatusCodes.Status400BadRequest, body is null ? -32700 : -32600, body is null ? "Parse error" : "Invalid request");
        }

        var access = SandboxAccess.Of(http);
        var kind = tokens.Kind(access);
        var version = http.Request.Headers["MCP-Protocol-Version"].ToString();
        var isModern = message.Meta?.ContainsKey("io.modelcontextprotocol/protocolVersion") == true || (version.Length > 0 && !McpMessage.LegacyVersions.Contains(version));
        return isModern && kind != ZapierServerKind.Older
            ? Modern(http, access, kind, message, version)
            : Legacy(http, access, kind, message, version);
    }

    /// <summary>The end of an older session.</summary>
    public IResult Delete(HttpContext http) =>
        _sessions.TryRemove(http.Request.Headers[SessionHeader].ToString(), out _) ? Results.NoContent() : NotOffered(http);

    public static IResult NotOffered(HttpContext http)
    {
        http.Response.Headers.Allow = "POST";
        return Results.StatusCode(StatusCodes.Status405MethodNotAllowed);
    }

    public void Reset() => _sessions.Clear();

    private IResult Modern(HttpContext http, SandboxAccess access, ZapierServerKind kind, McpMessage message, string version)
    {
        if (message.Id is null)
        {
            return Results.Accepted();
        }

        if (CheckModern(http, message, version) is { } refusal)
        {
            return refusal;
        }

        switch (message.Method)
        {
            case "server/discover":
                return message.Answer(Complete(new JsonObject
                {
                    ["supportedVersions"] = new JsonArray(McpMessage.Modern),
                    ["capabilities"] = new JsonObject { ["tools"] = new JsonObject() },
                    ["instructions"] = "Run the actions of the connected apps.",
                    ["ttlMs"] = 60_000,
                    ["cacheScope"] = "private",
                    ["_meta"] = new JsonObject { ["io.modelcontextprotocol/serverInfo"] = ServerInfo(access.Account) },
                }));
            case "tools/list":
                var page = List(access.Account, kind, message);
                (page["ttlMs"], page["cacheScope"]) = (60_000, "private");
                return message.Stream(Complete(page));
            case "tools/call":
                return Call(access.Account, kind, message, Complete);
            default:
                return message.Refuse(StatusCodes.Status404NotFound, -32601, $"Method not found: {message.Method}");
        }
    }

    private static IResult? CheckModern(HttpContext http, McpMessage message, string version)
    {
        var inBody = message.Meta.Text("io.modelcontextprotocol/protocolVersion");
        if (version.Length == 0)
        {
            return message.Refuse(StatusCodes.Status400BadRequest, -32020, "Header MCP-Protocol-Version is required");
        }

        if (version != McpMessage.Modern)
        {
            return message.Refuse(StatusCodes.Status400BadRequest, -32022, "Unsupported protocol version", new JsonObject { ["supported"] = new JsonArray(McpMessage.Modern), ["requested"] = version });
        }

        if (inBody is null || message.Meta!["io.modelcontextprotocol/clientCapabilities"] is not JsonObject)
        {
            return message.Refuse(StatusCodes.Status400BadRequest, -32602, "_meta must carry protocolVersion and clientCapabilities");
        }

        if (inBody != version)
        {
            return message.Refuse(StatusCodes.Status400BadRequest, -32020, "MCP-Protocol-Version differs from the body");
        }

        if (http.Request.Headers["Mcp-Method"] != message.Method)
        {
            return message.Refuse(StatusCodes.Status400BadRequest, -32020, "Mcp-Method differs from the body");
        }

        return message.Method == "tools/call" && Decode(http.Request.Headers["Mcp-Name"].ToString()) != message.Parameters.Text("name")
            ? message.Refuse(StatusCodes.Status400BadRequest, -32020, "Mcp-Name differs from the body")
            : null;
    }

    private IResult Legacy(HttpContext http, SandboxAccess access, ZapierServerKind kind, McpMessage message, string version)
    {
        if (version.Length > 0 && !McpMessage.LegacyVersions.Contains(version))
        {
            return message.Refuse(StatusCodes.Status400BadRequest, -32000, $"Bad Request: Unsupported protocol version (supported versions: {string.Join(", ", McpMessage.LegacyVersions)})");
        }

        if (message.Method == "initialize")
        {
            var wanted = message.Parameters.Text("protocolVersion") ?? "";
            var session = Guid.NewGuid().ToString("N");
            _sessions[session] = access.Token;
            http.Response.Headers[SessionHeader] = session;
            return message.Stream(new JsonObject
            {
                ["protocolVersion"] = McpMessage.LegacyVersions.Contains(wanted) ? wanted : McpMessage.LegacyVersions[0],
                ["capabilities"] = new JsonObject { ["tools"] = new JsonObject { ["listChanged"] = true } },
                ["serverInfo"] = ServerInfo(access.Account),
            });
        }

        var id = http.Request.Headers[SessionHeader].ToString();
        if (id.Length == 0)
        {
            return message.Refuse(StatusCodes.Status400BadRequest, -32000, "Bad Request: Mcp-Session-Id header is required");
        }

        if (!_sessions.TryGetValue(id, out var owner) || owner != access.Token)
        {
            return message.Refuse(StatusCodes.Status404NotFound, -32001, "Session not found");
        }

        return message.Id is null ? Results.Accepted() : message.Method switch
        {
            "ping" => message.Answer([]),
            "tools/list" => message.Stream(List(access.Account, kind, message)),
            "tools/call" => Call(access.Account, kind, message, result => result),
            _ => message.Refuse(StatusCodes.Status200OK, -32601, "Method not found"),
        };
    }

    private static JsonObject List(SandboxAccount account, ZapierServerKind kind, McpMessage message)
    {
        var tools = Tools(account, kind);
        var from = int.TryParse(Encoding.ASCII.GetString(Bytes(message.Parameters.Text("cursor"))), NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at : 0;
        var size = tools.Count > ToolsPerPage ? ToolsPerPage : ToolsPerShortPage;
        var page = new JsonObject { ["tools"] = new JsonArray([.. tools.Skip(from).Take(size).Select(tool => (JsonNode)tool)]) };
        if (from + size < tools.Count)
        {
            page["nextCursor"] = Convert.ToBase64String(Encoding.ASCII.GetBytes((from + size).ToString(CultureInfo.InvariantCulture)));
        }

        return page;
    }

    private IResult Call(SandboxAccount account, ZapierServerKind kind, McpMessage message, Func<JsonObject, JsonObject> finish)
    {
        var name = message.Parameters.Text("name") ?? "";
        if (calls.Run(account, Tools(account, kind), name, message.Parameters["arguments"] as JsonObject ?? []) is not { } result)
        {
            return message.Refuse(StatusCodes.Status200OK, -32602, $"Unknown tool: {name}");
        }

        // Progress is told only to those who asked for it.
        var progress = message.Meta?["progressToken"] is { } token
            ? new JsonObject { ["jsonrpc"] = "2.0", ["method"] = "notifications/progress", ["params"] = new JsonObject { ["progressToken"] = token.DeepClone(), ["progress"] = 50, ["total"] = 100 } }
            : null;
        return message.Stream(finish(result), progress);
    }

    private static IReadOnlyList<JsonObject> Tools(SandboxAccount account, ZapierServerKind kind) =>
        kind == ZapierServerKind.Dynamic ? ZapierToolset.Dynamic() : ZapierToolset.Classic(account);

    private static JsonObject ServerInfo(SandboxAccount account) => new() { ["name"] = "zapier-mcp", ["title"] = $"{account.Name}'s MCP server", ["version"] = "1.0.0" };

    private static JsonObject Complete(JsonObject result)
    {
        result["resultType"] = "complete";
        return result;
    }

    /// <summary>Header values outside of printable ASCII come as <c>=?base64?…?=</c>.</summary>
    private static string Decode(string value) =>
        value.StartsWith("=?base64?", StringComparison.Ordinal) && value.EndsWith("?=", StringComparison.Ordinal) ? Encoding.UTF8.GetString(Bytes(value[9..^2])) : value;

    private static byte[] Bytes(string? base64)
    {
        var bytes = new byte[base64?.Length ?? 0];
        return Convert.TryFromBase64String(base64 ?? "", bytes, out var length) ? bytes[..length] : [];
    }
}
