using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Integrations.Connectors.Contracts;

/// <summary>Deliveries that are forms. What is signed is the form as it came; it is read only after that was checked.</summary>
internal static class InboundForm
{
    private const string MediaType = "application/x-www-form-urlencoded";

    public static bool Is(InboundRequest request) =>
        MediaTypeHeaderValue.TryParse(request.Headers.GetValueOrDefault("Content-Type"), out var type) && MediaType.Equals(type.MediaType, StringComparison.OrdinalIgnoreCase);

    /// <summary>The first field of that name, decoded; null when there is none.</summary>
    public static string? Field(InboundRequest request, string name)
    {
        var start = name + "=";
        var field = Encoding.UTF8.GetString(request.Body.Span).Split('&').FirstOrDefault(part => part.StartsWith(start, StringComparison.Ordinal));
        return WebUtility.UrlDecode(field?[start.Length..]);
    }
}
