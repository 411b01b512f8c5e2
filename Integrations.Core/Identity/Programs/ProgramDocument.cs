using System.Text.Json;
using Integrations.Primitives;

namespace Integrations.Core.Identity.Programs;

/// <summary>What a program says of itself, read strictly: in a document at its client id, or when it registers itself (RFC 7591).</summary>
internal sealed record ProgramDocument(string Name, IReadOnlyList<string> Redirects)
{
    private const int MaxDepth = 8;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <param name="clientId">Must stand in it too, letter by letter; null for a program that registers itself.</param>
    /// <returns>What it says, or <c>invalid_client_metadata</c>, <c>invalid_redirect_uri</c>.</returns>
    public static Result<ProgramDocument> Read(string? clientId, byte[] utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Read(clientId, document.RootElement) : ProgramFailures.BadMetadata("It has to be a JSON object.");
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return ProgramFailures.BadMetadata("It is not readable JSON.");
        }
    }

    private static Result<ProgramDocument> Read(string? clientId, JsonElement members)
    {
        if (clientId is not null && TextOf(members, "client_id") != clientId)
        {
            return ProgramFailures.BadMetadata("Its client_id is not the address that it was read from.");
        }

        // A secret in a public document is no secret, and the hub has no other way to check one.
        if (clientId is not null && (TextOf(members, "token_endpoint_auth_method") is not (null or "none") || members.TryGetProperty("client_secret", out _)))
        {
            return ProgramFailures.BadMetadata("Its token_endpoint_auth_method has to be none.");
        }

        if (TextsOf(members, "grant_types") is { } grants && !grants.Contains("authorization_code", StringComparer.Ordinal))
        {
            return ProgramFailures.BadMetadata("Its grant_types lack authorization_code.");
        }

        if (TextsOf(members, "redirect_uris") is not { Count: > 0 and <= ProgramRegistrations.MaxRedirects } redirects)
        {
            return ProgramFailures.BadRedirect($"Its redirect_uris have to be 1 to {ProgramRegistrations.MaxRedirects} addresses.");
        }

        return redirects.Select(RedirectAddress.Refuse).FirstOrDefault(reason => reason is not null) is { } wrong ? ProgramFailures.BadRedirect(wrong) : new ProgramDocument(NameOf(members, redirects), redirects);
    }

    private static string NameOf(JsonElement members, List<string> redirects)
    {
        var name = TextOf(members, "client_name") is { } given ? new string([.. given.Where(c => !char.IsControl(c) && char.GetUnicodeCategory(c) != System.Globalization.UnicodeCategory.Format)]).Trim() : "";
        return name.Length == 0 ? new Uri(redirects[0]).Host : Text.Shorten(name, ProgramClient.NameMaxLength)!;
    }

    private static string? TextOf(JsonElement members, string name) => members.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static List<string>? TextsOf(JsonElement members, string name) =>
        members.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? item.GetString() ?? "" : "")]
            : null;
}
