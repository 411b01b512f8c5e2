using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Manifest;

namespace Integrations.Connectors.Vendors.Zapier;

/// <summary>
/// Which account a connection is. There is no "who am I". A pasted token names the connection by its hash; an access token changes
/// hourly, so there the subject in it is taken, or the settings page of the server that it opens: both stay when the token changes.
/// </summary>
internal static class ZapierIdentity
{
    private const string ConfigurationTool = "get_configuration_url";

    public static async Task<VendorAccount> OfAsync(VendorSession session, ZapierServer server, IReadOnlyList<ModelContextProtocol.Client.McpClientTool> tools, CancellationToken cancellationToken)
    {
        var id = session.AuthKind == AuthKinds.OAuth2 ? server.Subject ?? await SettingsPageAsync(server, tools, cancellationToken) : server.Fingerprint;
        return new VendorAccount(id ?? ZapierAddress.Host, server.Name) { Workspace = ZapierAddress.Host, IsCertain = id is not null };
    }

    /// <summary>A digest of <c>iss</c> and <c>sub</c> of a token that is a JWT; null for any other. It came from the token endpoint itself and decides about nothing but sameness.</summary>
    public static string? SubjectOf(string? token)
    {
        if (token?.Split('.') is not [_, { Length: > 0 and < 8_000 } payload, _] || !Base64Url.IsValid(payload))
        {
            return null;
        }

        try
        {
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(payload), new JsonDocumentOptions { MaxDepth = 8 });
            return claims.RootElement.ValueKind == JsonValueKind.Object && claims.RootElement.Text("sub") is { Length: > 0 } subject
                ? Digest($"subject\n{claims.RootElement.Text("iss")}\n{subject}")
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Asked of the server where it has the tool for it; asking is free of tasks.</summary>
    private static async Task<string?> SettingsPageAsync(ZapierServer server, IReadOnlyList<ModelContextProtocol.Client.McpClientTool> tools, CancellationToken cancellationToken)
    {
        if (tools.FirstOrDefault(tool => tool.Name == ConfigurationTool) is not { } tool)
        {
            return null;
        }

        var called = await server.CallAsync(tool, JsonElement.Parse("{}"), cancellationToken);
        return called.IsSuccess && !called.Value.IsError && AddressIn(called.Value) is { } page ? Digest($"server\n{page.Host}{page.AbsolutePath}") : null;
    }

    private static Uri? AddressIn(ZapierAnswer answer)
    {
        var text = answer.Json?.Text("url") ?? answer.Text;
        var start = text?.IndexOf("https://", StringComparison.Ordinal) ?? -1;
        return start >= 0 && Uri.TryCreate(text![start..].Split([' ', '"', '\n', ')', '>'], 2)[0], UriKind.Absolute, out var page) ? page : null;
    }

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
