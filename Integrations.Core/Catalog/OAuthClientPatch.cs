using System.Text.Json.Nodes;
using Integrations.Connectors.Manifest;
using Integrations.Primitives;

namespace Integrations.Core.Catalog;

/// <summary>The OAuth client in 001's partial document.</summary>
internal static class OAuthClientPatch
{
    /// <summary>
    /// Takes a patch's OAuth client out of it: it goes where its secret is safe, and the document keeps what may be shown (SECURITY T5).
    /// </summary>
    /// <returns>What was given, null for what was not; or <c>validation</c>.</returns>
    public static Result<(string? ClientId, string? ClientSecret)> Take(JsonObject patch)
    {
        if (patch.FirstOrDefault(m => m.Key.Equals("oauthConfig", StringComparison.OrdinalIgnoreCase)) is not { Key: not null, Value: JsonObject oauth } member)
        {
            return (null, null);
        }

        string? Take(string name)
        {
            var found = oauth.FirstOrDefault(m => m.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (found.Key is not null)
            {
                oauth.Remove(found.Key);
            }

            return found.Value is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
        }

        var (clientId, clientSecret) = (Take("clientId"), Take("clientSecret"));
        if ((Text.CheckLength("oauthConfig.clientId", clientId, 400) ?? Text.CheckLength("oauthConfig.clientSecret", clientSecret, 4_000)
            ?? PastedText.Check("oauthConfig.clientId", clientId) ?? PastedText.Check("oauthConfig.clientSecret", clientSecret)) is { } invalid)
        {
            return invalid;
        }

        foreach (var other in oauth.Select(m => m.Key).Where(name => name is not ("authorizationUrl" or "tokenUrl" or "scopes")).ToList())
        {
            oauth.Remove(other);
        }

        if (oauth.Count == 0)
        {
            patch.Remove(member.Key);
        }

        return (clientId, clientSecret);
    }
}
