using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Manifest;
using Integrations.Core.Management;
using Integrations.Primitives;
using Integrations.Web.Hosting.Requests;

namespace Integrations.Web.Api.Platform;

/// <summary>Credentials arrive as any JSON; Core takes texts.</summary>
internal static class CredentialTexts
{
    private const int MaxFields = 100;

    public static IReadOnlyDictionary<string, string> Of(JsonObject? members) => Lists.Texts(members);

    public static IReadOnlyDictionary<string, string> Of(IDictionary<string, JsonElement>? members) =>
        (members ?? new Dictionary<string, JsonElement>(StringComparer.Ordinal)).Where(m => m.Value.ValueKind == JsonValueKind.String).Take(MaxFields)
            // A broken escape is no credential; the vendor would refuse it as well.
            .ToDictionary(m => m.Key, m => JsonTexts.Read(m.Value) ?? "", StringComparer.Ordinal);

    /// <summary>001's update: the type says how the members are named.</summary>
    public static Result<CredentialDraft> Draft(UpdateCredentialsRequest body)
    {
        if (body.Credentials is null)
        {
            return Failure.InvalidField("credentials", "credentials is required.");
        }

        var texts = Of(body.Credentials);
        return body.CredentialType switch
        {
            "api_key" => new CredentialDraft(AuthKinds.ApiKey, texts) { Secret = texts.GetValueOrDefault("apiKey"), AllowAccountChange = true },
            "basic" => new CredentialDraft(AuthKinds.Basic, texts) { Name = texts.GetValueOrDefault("username"), Secret = texts.GetValueOrDefault("password"), AllowAccountChange = true },
            "custom" => new CredentialDraft(null, texts) { AllowAccountChange = true },
            "oauth" => new CredentialDraft(AuthKinds.OAuth2, texts) { AllowAccountChange = true },
            _ => Failure.InvalidField("credentialType", "credentialType must be one of oauth, api_key, basic, custom."),
        };
    }
}
