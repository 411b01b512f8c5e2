using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Http;
using Integrations.Sandbox.OAuth;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Integrations.Sandbox.Zapier;

/// <summary>Zapier's MCP endpoint, with its authorization server.</summary>
/// <remarks>
/// Sources: docs.zapier.com/mcp; Model Context Protocol 2026-07-28 and 2025-11-25 (read 2026-11). Zapier's authorization
/// addresses are found by discovery; those served here are the sandbox's own choice.
/// </remarks>
internal sealed class ZapierSandbox : ISandboxVendor
{
    private const string Host = "mcp.zapier.com";

    private readonly AccountWorlds<ZapierWorld> _worlds;
    private readonly OAuthServer _oauth;
    private readonly ZapierTokens _tokens;
    private readonly ZapierGuard _guard;
    private readonly ZapierMcp _mcp;

    public ZapierSandbox(TimeProvider time, SandboxState state, SandboxOptions options)
    {
        _worlds = new AccountWorlds<ZapierWorld>(account => ZapierWorld.Create(account, time.GetUtcNow()));
        _oauth = new OAuthServer(Rules(), state, options);
        _tokens = new ZapierTokens(_oauth);
        _guard = new ZapierGuard(_tokens, time, options);
        _mcp = new ZapierMcp(_tokens, new ZapierCalls(_worlds, time));
    }

    public string Name => "Zapier";

    public IReadOnlyList<string> Hosts => [Host];

    public IReadOnlyList<SandboxCredential> Credentials =>
    [
        .. SandboxAccounts.All.Select(account => Pasted(account, _tokens.For(account, ZapierServerKind.Classic))),
        .. SandboxAccounts.All.Select(account => SandboxCredential.OAuth("zapier", account)),
        Pasted(SandboxAccounts.Ada, _tokens.For(SandboxAccounts.Ada, ZapierServerKind.Dynamic)),
        Pasted(SandboxAccounts.Ada, $"https://{Host}/api/mcp/s/{_tokens.For(SandboxAccounts.Ada, ZapierServerKind.Older)}/mcp"),
    ];

    public void Map(SandboxRoutes routes)
    {
        var site = routes.Host(Host);
        _oauth.MapAuthorize(site, "/authorize");
        _oauth.MapToken(site, "/token");
        site.MapPost("/register", (Delegate)Register);
        foreach (var path in (string[])["/.well-known/oauth-protected-resource", "/.well-known/oauth-protected-resource/api/v1/connect"])
        {
            site.MapGet(path, (HttpContext http) => SandboxJson.Answer(new
            {
                resource = SandboxAddress.Of(http, $"https://{Host}/api/v1/connect"),
                authorization_servers = new[] { SandboxAddress.Of(http, $"https://{Host}") },
                scopes_supported = new[] { "mcp:tools" },
                bearer_methods_supported = new[] { "header" },
                resource_name = "Zapier MCP",
            }));
        }

        site.MapGet("/.well-known/oauth-authorization-server", (HttpContext http) => SandboxJson.Answer(new
        {
            issuer = SandboxAddress.Of(http, $"https://{Host}"),
            authorization_endpoint = SandboxAddress.Of(http, $"https://{Host}/authorize"),
            token_endpoint = SandboxAddress.Of(http, $"https://{Host}/token"),
            registration_endpoint = SandboxAddress.Of(http, $"https://{Host}/register"),
            response_types_supported = new[] { "code" },
            grant_types_supported = new[] { "authorization_code", "refresh_token" },
            code_challenge_methods_supported = new[] { "S256" },
            token_endpoint_auth_methods_supported = new[] { "client_secret_post", "client_secret_basic" },
            scopes_supported = new[] { "mcp:tools" },
        }));

        foreach (var path in (string[])["/api/v1/connect", "/api/mcp/s/{secret}/mcp"])
        {
            site.MapPost(path, (Delegate)_mcp.PostAsync).AddEndpointFilter(_guard);
            site.MapDelete(path, (HttpContext http) => _mcp.Delete(http)).AddEndpointFilter(_guard);
            site.MapGet(path, (HttpContext http) => ZapierMcp.NotOffered(http));
        }
    }

    public void Reset()
    {
        _worlds.Reset();
        _mcp.Reset();
    }

    private static SandboxCredential Pasted(SandboxAccount account, string token) => SandboxCredential.Pasted("zapier", "api_key", account, ("token", token));

    /// <summary>Dynamic registration (RFC 7591): everyone gets the sandbox's one client.</summary>
    private static async Task<IResult> Register(HttpContext http)
    {
        var client = SandboxClients.For("zapier");
        return await SandboxJson.ReadObjectAsync(http) is { } body && body["redirect_uris"] is { } redirects
            ? SandboxJson.Answer(new { client_id = client.ClientId, client_secret = client.ClientSecret, client_secret_expires_at = 0, redirect_uris = redirects, grant_types = new[] { "authorization_code", "refresh_token" }, token_endpoint_auth_method = "client_secret_post" }, StatusCodes.Status201Created)
            : SandboxJson.Answer(new { error = "invalid_redirect_uri", error_description = "redirect_uris is required" }, StatusCodes.Status400BadRequest);
    }

    private static OAuthRules Rules() => new()
    {
        Server = "zapier",
        VendorName = "Zapier",
        Providers = ["zapier"],
        KnownScopes = new HashSet<string>(StringComparer.Ordinal) { "mcp:tools" },
        Pkce = Pkce.Required,
        RequiredParameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["resource"] = $"https://{Host}/api/v1/connect" },
        Terms = _ => new TokenTerms("zat_", TimeSpan.FromHours(1), RefreshTokens.Rotating, "zrt_"),
        Answer = (_, tokens) => SandboxJson.Answer(new
        {
            access_token = tokens.AccessToken,
            token_type = "Bearer",
            expires_in = tokens.ExpiresInSeconds,
            refresh_token = tokens.RefreshToken,
            scope = string.Join(' ', tokens.Consent.Scopes),
        }),
        Refuse = (_, refusal) => SandboxJson.Answer(
            new { error = refusal.StandardCode(), error_description = refusal.ToString() },
            refusal is OAuthRefusal.ClientUnknown or OAuthRefusal.ClientSecretWrong ? StatusCodes.Status401Unauthorized : StatusCodes.Status400BadRequest),
    };
}
