using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.Http;

/// <summary>JSON as vendors write it: names exactly as given, independent of the host's own settings.</summary>
internal static class SandboxJson
{
    public static JsonSerializerOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An answer with a JSON body. Anonymous objects, dictionaries and <see cref="JsonNode"/>s all do.</summary>
    public static IResult Answer(object? body, int status = StatusCodes.Status200OK, string contentType = "application/json; charset=utf-8") =>
        new JsonAnswer(JsonSerializer.SerializeToUtf8Bytes(body, Options), status, contentType);

    /// <summary>An answer with a body of another kind.</summary>
    public static IResult Text(string body, int status, string contentType = "text/plain; charset=utf-8") =>
        new JsonAnswer(Encoding.UTF8.GetBytes(body), status, contentType);

    /// <summary>The request's body, also when gzip-compressed.</summary>
    /// <returns>Null when there is no body or it is not JSON.</returns>
    public static async Task<JsonNode?> ReadAsync(HttpContext http)
    {
        try
        {
            // Google's own client compresses what it sends.
            var compressed = http.Request.Headers.ContentEncoding.ToString().Equals("gzip", StringComparison.OrdinalIgnoreCase);
            await using var body = compressed ? new GZipStream(http.Request.Body, CompressionMode.Decompress) : http.Request.Body;
            return await JsonNode.ParseAsync(body, cancellationToken: http.RequestAborted);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The request's body as an object; null when it is anything else.</summary>
    public static async Task<JsonObject?> ReadObjectAsync(HttpContext http) => await ReadAsync(http) as JsonObject;

    /// <summary>The member's text, or null when it is absent or no string.</summary>
    public static string? Text(this JsonNode? node, string member) =>
        node is JsonObject parent && parent[member] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private sealed class JsonAnswer(byte[] body, int status, string contentType) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = status;
            httpContext.Response.ContentType = contentType;
            httpContext.Response.ContentLength = body.Length;
            if (!HttpMethods.IsHead(httpContext.Request.Method))
            {
                await httpContext.Response.Body.WriteAsync(body, httpContext.RequestAborted);
            }
        }
    }
}
