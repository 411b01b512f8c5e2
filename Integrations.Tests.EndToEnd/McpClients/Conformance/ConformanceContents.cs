#pragma warning disable MCP9004, MCP9005, CA1848 // Deprecated as of revision 2026-07-28; the suite asks for it all the same.
using System.ComponentModel;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Integrations.Tests.EndToEnd.McpClients.Conformance;

/// <summary>Tools that the conformance suite calls by name, and that answer at once with contents of every kind.</summary>
[McpServerToolType]
internal static class ConformanceContents
{
    /// <summary>One red pixel.</summary>
    public static ReadOnlyMemory<byte> Picture { get; } = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==");

    private static ReadOnlyMemory<byte> Sound { get; } = Convert.FromBase64String("UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAA=");

    [McpServerTool(Name = "test_simple_text"), Description("Answers with a text.")]
    public static string Text() => "This is a simple text response for testing.";

    [McpServerTool(Name = "test_image_content"), Description("Answers with a picture.")]
    public static ContentBlock Image() => ImageContentBlock.FromBytes(Picture, "image/png");

    [McpServerTool(Name = "test_audio_content"), Description("Answers with a sound.")]
    public static ContentBlock Audio() => AudioContentBlock.FromBytes(Sound, "audio/wav");

    [McpServerTool(Name = "test_embedded_resource"), Description("Answers with a resource.")]
    public static ContentBlock Embedded() => Resource("test://embedded-resource", "text/plain", "This is an embedded resource content.");

    [McpServerTool(Name = "test_multiple_content_types"), Description("Answers with a text, a picture and a resource.")]
    public static IEnumerable<ContentBlock> Mixed() =>
    [
        new TextContentBlock { Text = "Multiple content types test:" },
        ImageContentBlock.FromBytes(Picture, "image/png"),
        Resource("test://mixed-content-resource", "application/json", """{"test":"data","value":123}"""),
    ];

    [McpServerTool(Name = "test_error_handling"), Description("Fails.")]
    public static string Fail() => throw new McpException("This tool intentionally returns an error for testing");

    [McpServerTool(Name = "test_tool_with_progress"), Description("Tells three times how far it is.")]
    public static async Task<string> ProgressAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken)
    {
        foreach (var done in request.Params?.ProgressToken is null ? [] : new[] { 0, 50, 100 })
        {
            await request.Server.NotifyProgressAsync(request.Params!.ProgressToken!.Value, new ProgressNotificationValue { Progress = done, Total = 100 }, cancellationToken: cancellationToken);
        }

        return "Done";
    }

    [McpServerTool(Name = "test_headers"), Description("Takes an argument that clients repeat in a header.")]
    public static string Headers([McpHeader("Region"), Description("Where.")] string region) => $"In {region}";

    [McpServerTool(Name = "test_logging_tool"), Description("Logs a line, which only a client that asked for it is sent.")]
    public static string Log(McpServer server)
    {
        server.AsClientLoggerProvider().CreateLogger("conformance").LogInformation("The tool ran");
        return "Done";
    }

    private static EmbeddedResourceBlock Resource(string uri, string type, string text) => new() { Resource = new TextResourceContents { Uri = uri, MimeType = type, Text = text } };
}
