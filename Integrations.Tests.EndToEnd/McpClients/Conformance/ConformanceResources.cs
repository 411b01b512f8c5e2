using System.ComponentModel;
using System.Text.Json;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Integrations.Tests.EndToEnd.McpClients.Conformance;

/// <summary>Resources that the conformance suite reads by name.</summary>
[McpServerResourceType]
internal static class ConformanceResources
{
    [McpServerResource(UriTemplate = "test://static-text", Name = "Text", MimeType = "text/plain"), Description("A text.")]
    public static string Text() => "This is the content of the static text resource.";

    [McpServerResource(UriTemplate = "test://static-binary", Name = "Picture", MimeType = "image/png"), Description("A picture.")]
    public static ResourceContents Binary() => BlobResourceContents.FromBytes(ConformanceContents.Picture, "test://static-binary", "image/png");

    [McpServerResource(UriTemplate = "test://watched-resource", Name = "Watched", MimeType = "text/plain"), Description("A text that may change.")]
    public static string Watched() => "It is watched.";

    [McpServerResource(UriTemplate = "test://template/{id}/data", Name = "Data", MimeType = "application/json"), Description("Data by id.")]
    public static string Data(string id) => JsonSerializer.Serialize(new { id, templateTest = true, data = $"Data for ID: {id}" });
}
