using System.Text.Json.Nodes;
using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Http;
using Integrations.Sandbox.OAuth;

namespace Integrations.Sandbox.Slack;

/// <summary>Slack's OAuth v2: bot scopes and user scopes, one token of each, errors with status 200.</summary>
internal sealed class SlackOAuth
{
    public const string Provider = "slack";
    public const string BotPrefix = "xoxb-";
    public const string UserPrefix = "xoxp-";

    /// <summary>The client of an app with token rotation: its tokens live 12 hours and refresh tokens are used once.</summary>
    public static readonly SandboxClient RotatingClient = new("sandbox-slack-rotating-client", "sandbox-slack-rotating-secret");

    private static readonly HashSet<string> KnownScopes = new(StringComparer.Ordinal)
    {
        "channels:read", "groups:read", "users:read", "users:read.email", "chat:write", "chat:write.public", "channels:manage", "channels:write",
        "groups:write", "channels:join", "channels:history", "groups:history", "team:read", "search:read",
    };

    public SlackOAuth(SandboxState state, SandboxOptions options) => Server = new OAuthServer(
        new OAuthRules
        {
            Server = Provider,
            VendorName = "Slack",
            Providers = [Provider],
            MoreClients = [RotatingClient],
            KnownScopes = KnownScopes,
            ResponseTypeRequired = false,
            Pkce = Pkce.Ignored,
            RequestedScopes = query => Split(query["scope"]).Concat(Split(query["user_scope"])),
            DeniedDescription = "The user denied the request.",
            Terms = Terms,
            Answer = (http, issued) => SandboxJson.Answer(Token(issued)),
            Refuse = (http, refusal) => SandboxJson.Answer(new JsonObject { ["ok"] = false, ["error"] = Words(refusal) }),
        },
        state,
        options);

    public OAuthServer Server { get; }

    public static string[] Split(string? scopes) => (scopes ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>What a token may do: the scopes of its own list.</summary>
    public static IReadOnlySet<string> ScopesOf(OAuthConsent consent, string token) => Split(
        consent.Parameters.GetValueOrDefault(IsBot(token) ? "scope" : "user_scope")).Where(consent.Scopes.Contains).ToHashSet(StringComparer.Ordinal);

    public static bool IsBot(string token) => token.Contains(BotPrefix, StringComparison.Ordinal);

    private static TokenTerms Terms(OAuthConsent consent)
    {
        var prefix = Split(consent.Parameters.GetValueOrDefault("scope")).Length > 0 ? BotPrefix : UserPrefix;
        return TermsFor(consent, prefix);
    }

    private static TokenTerms TermsFor(OAuthConsent consent, string prefix) => consent.ClientId == RotatingClient.ClientId
        ? new TokenTerms("xoxe." + prefix, TimeSpan.FromHours(12), RefreshTokens.Rotating, "xoxe-1-")
        : new TokenTerms(prefix, null);

    private JsonObject Token(IssuedTokens issued)
    {
        var account = issued.Consent.Account;
        var userId = SlackWorld.PersonId(new DemoPerson(account.Name, account.Email));
        var body = new JsonObject
        {
            ["ok"] = true,
            ["app_id"] = "A06SANDBOX1",
            ["authed_user"] = new JsonObject { ["id"] = userId },
            ["team"] = new JsonObject { ["id"] = SlackWorld.TeamId(account), ["name"] = Workspace(account) },
            ["enterprise"] = null,
            ["is_enterprise_install"] = false,
        };
        var isBot = IsBot(issued.AccessToken);
        if (isBot || issued.Refreshed)
        {
            // A refresh describes one token, at the top, whichever it is.
            Describe(body, issued, isBot ? "bot" : "user");
            if (isBot)
            {
                body["bot_user_id"] = SlackWorld.BotId(account);
            }
        }

        if (!issued.Refreshed && Split(issued.Consent.Parameters.GetValueOrDefault("user_scope")).Length > 0)
        {
            var own = isBot ? Server.Ledger.IssueAnother(issued.Consent, TermsFor(issued.Consent, UserPrefix)) : issued;
            Describe((JsonObject)body["authed_user"]!, own, "user");
        }

        return body;
    }

    private static void Describe(JsonObject holder, IssuedTokens issued, string type)
    {
        holder["access_token"] = issued.AccessToken;
        holder["token_type"] = type;
        holder["scope"] = string.Join(',', ScopesOf(issued.Consent, issued.AccessToken));
        if (issued.ExpiresInSeconds is { } seconds)
        {
            holder["expires_in"] = seconds;
            holder["refresh_token"] = issued.RefreshToken;
        }
    }

    public static string Workspace(SandboxAccount account) => account.Organization == "acme" ? "Acme" : "Globex";

    private static string Words(OAuthRefusal refusal) => refusal switch
    {
        OAuthRefusal.ClientUnknown => "invalid_client_id",
        OAuthRefusal.ClientSecretWrong => "bad_client_secret",
        OAuthRefusal.GrantTypeUnsupported => "invalid_grant_type",
        OAuthRefusal.ParameterMissing => "invalid_arguments",
        OAuthRefusal.CodeUsed => "code_already_used",
        OAuthRefusal.RedirectDiffers => "bad_redirect_uri",
        OAuthRefusal.RefreshTokenInvalid => "invalid_refresh_token",
        _ => "invalid_code",
    };
}
