using Integrations.Connectors.Contracts;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.N8n;

/// <summary>Where an n8n instance is. It may live under a path of its own, and its webhooks may live elsewhere.</summary>
internal static class N8nAddress
{
    // What people copy along with the address of their instance.
    private static readonly string[] Pages = ["/api/v1", "/rest", "/home", "/workflow", "/workflows", "/settings", "/signin", "/projects", "/credentials", "/executions", "/webhook", "/webhook-test"];

    public static string Api(VendorSession session, string path) => $"{session.Facts.Required("baseUrl")}/api/v1{path}";

    public static string Webhooks(VendorSession session) => $"{session.Facts["webhookBaseUrl"] ?? session.Facts.Required("baseUrl")}/webhook/";

    public static string Page(VendorSession session, string path) => session.Facts.Required("baseUrl") + path;

    public static string Host(VendorSession session) => new Uri(session.Facts.Required("baseUrl")).Authority;

    public static Result<IReadOnlyDictionary<string, string>> Normalize(IReadOnlyDictionary<string, string> fields)
    {
        var clean = new Dictionary<string, string>(fields, StringComparer.Ordinal);
        foreach (var field in new[] { "baseUrl", "webhookBaseUrl" })
        {
            if (fields.GetValueOrDefault(field) is { } typed && !string.IsNullOrWhiteSpace(typed))
            {
                if (Root(typed.Trim()) is not { } root)
                {
                    return Failure.InvalidField(field, $"{field} must be an address such as https://acme.app.n8n.cloud.");
                }

                clean[field] = root;
            }
        }

        if (fields.GetValueOrDefault("apiKey") is { } key)
        {
            clean["apiKey"] = key.Trim();
        }

        return fields.GetValueOrDefault("webhookHeader") is { Length: > 0 } header
            && Http.CallerHeaders.Check(new Dictionary<string, string>(StringComparer.Ordinal) { [header] = fields.GetValueOrDefault("webhookHeaderValue") ?? "" }) is { } refused
                ? Failure.InvalidField("webhookHeader", refused.Message)
                : Result<IReadOnlyDictionary<string, string>>.Success(clean);
    }

    /// <summary>The instance's root without a final slash; null when it is no address.</summary>
    private static string? Root(string typed)
    {
        var text = typed.Contains("://", StringComparison.Ordinal) ? typed : "https://" + typed;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http") || address.UserInfo.Length > 0 || address.Host.Length == 0)
        {
            return null;
        }

        var path = address.AbsolutePath.TrimEnd('/');
        foreach (var page in Pages)
        {
            var at = path.IndexOf(page, StringComparison.OrdinalIgnoreCase);
            if (at >= 0 && (at + page.Length == path.Length || path[at + page.Length] == '/'))
            {
                path = path[..at];
            }
        }

        return address.GetLeftPart(UriPartial.Authority) + path;
    }
}
