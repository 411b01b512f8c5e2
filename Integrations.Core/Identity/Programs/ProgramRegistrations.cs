using System.Text.Json;
using Integrations.Core.Identity.Tokens;
using Integrations.Core.Permissions;
using static OpenIddict.Abstractions.OpenIddictConstants;
using Allowed = OpenIddict.Abstractions.OpenIddictConstants.Permissions;

namespace Integrations.Core.Identity.Programs;

/// <summary>Writes and reads what OpenIddict keeps of a program as JSON.</summary>
internal static class ProgramRegistrations
{
    public const int MaxRedirects = 10;

    private static readonly string People = JsonSerializer.Serialize(new[]
    {
        Allowed.Endpoints.Authorization, Allowed.Endpoints.Token, Allowed.Endpoints.Revocation, Allowed.GrantTypes.AuthorizationCode, Allowed.GrantTypes.RefreshToken,
        Allowed.ResponseTypes.Code,
    });

    private static readonly string Alone = JsonSerializer.Serialize(new[] { Allowed.Endpoints.Token, Allowed.Endpoints.Revocation, Allowed.GrantTypes.ClientCredentials });

    /// <summary>What a program may use of the server: one that acts for people theirs, one that acts for an organization its own.</summary>
    /// <param name="secretHash">Null for programs that can keep no secret.</param>
    public static void Describe(this ProgramClient client, string name, IReadOnlyList<string> redirects, string? secretHash)
    {
        client.DisplayName = name;
        client.ClientType = secretHash is null ? ClientTypes.Public : ClientTypes.Confidential;
        client.ClientSecret = secretHash;
        client.ApplicationType = ApplicationTypes.Web;
        client.ConsentType = ConsentTypes.Explicit;
        client.RedirectUris = redirects.Count == 0 ? null : JsonSerializer.Serialize(redirects);
        client.Permissions = client.Kind == ProgramKind.Service ? Alone : People;
        client.ConcurrencyToken = Guid.NewGuid().ToString();
    }

    public static IReadOnlyList<string> RedirectsOf(ProgramClient client) =>
        string.IsNullOrEmpty(client.RedirectUris) ? [] : JsonSerializer.Deserialize<string[]>(client.RedirectUris) ?? [];

    /// <summary>Of an authorization's list of names.</summary>
    public static TokenScopes ScopesOf(string? names) => TokenScopeNames.Parse(string.IsNullOrEmpty(names) ? [] : JsonSerializer.Deserialize<string[]>(names) ?? []) ?? TokenScopes.None;
}
