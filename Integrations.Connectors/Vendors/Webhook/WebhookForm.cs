using System.Text.Json;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Webhook;

/// <summary>What a person typed to connect a receiver.</summary>
internal static class WebhookForm
{
    private const int SecretMinLength = 12;

    public static Result<IReadOnlyDictionary<string, string>> Normalize(IReadOnlyDictionary<string, string> fields)
    {
        var clean = new Dictionary<string, string>(fields, StringComparer.Ordinal);
        if (!Uri.TryCreate(fields.GetValueOrDefault("url")?.Trim(), UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http") || address.UserInfo.Length > 0)
        {
            return Failure.InvalidField("url", "url must be a full address that begins with https:// and holds no user name or password.");
        }

        // What the address may point to is checked when it is saved and again at every call, by the pipeline.
        clean["url"] = address.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped);
        if (fields.GetValueOrDefault("headers") is { } text && !string.IsNullOrWhiteSpace(text))
        {
            if (TryRead(text) is not { } headers)
            {
                return Failure.InvalidField("headers", "headers must be a JSON object whose values are texts, such as {\"X-Team\": \"sales\"}.");
            }

            if (CallerHeaders.Check(headers) is { } refused)
            {
                return refused;
            }

            clean["headers"] = JsonSerializer.Serialize(headers);
        }

        if (fields.GetValueOrDefault("secret") is { Length: > 0 } secret && secret.Trim().Length < SecretMinLength)
        {
            return Failure.InvalidField("secret", $"secret must be at least {SecretMinLength} characters long; 24 or more are better.");
        }

        return WebhookSignature.Refuse(fields.GetValueOrDefault("secret") ?? "") is { } unusable
            ? Failure.InvalidField("secret", unusable)
            : Result<IReadOnlyDictionary<string, string>>.Success(clean);
    }

    /// <summary>The stored headers; they were checked when they were saved.</summary>
    public static IReadOnlyDictionary<string, string> Headers(string? stored) =>
        stored is null || TryRead(stored) is not { } headers || CallerHeaders.Check(headers) is not null
            ? new Dictionary<string, string>(StringComparer.Ordinal)
            : headers;

    private static Dictionary<string, string>? TryRead(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.EnumerateObject().All(member => member.Value.ValueKind == JsonValueKind.String)
                ? document.RootElement.EnumerateObject().DistinctBy(member => member.Name).ToDictionary(member => member.Name, member => member.Value.Read()!, StringComparer.Ordinal)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
