using System.Security.Cryptography;
using System.Text;
using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Http;
using Integrations.Sandbox.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Integrations.Sandbox.OAuth;

/// <summary>An OAuth 2 authorization server: consent page, codes, tokens, refreshes.</summary>
/// <remarks>RFC 6749 and RFC 7636. Where vendors differ, <see cref="OAuthRules"/> says how.</remarks>
internal sealed class OAuthServer(OAuthRules rules, SandboxState state, SandboxOptions options)
{
    public OAuthLedger Ledger { get; } = state.OAuth(rules.Server);

    public void MapAuthorize(IEndpointRouteBuilder host, string pattern)
    {
        host.MapGet(pattern, (Delegate)ShowConsent);
        host.MapPost(pattern, (Delegate)DecideAsync);
    }

    public void MapToken(IEndpointRouteBuilder host, string pattern) => host.MapPost(pattern, (Delegate)TokenAsync);

    public TokenLookup Find(string? token) => Ledger.Find(token);

    /// <summary>What an account gets that allowed the built-in client everything, without the pages on the way.</summary>
    public IssuedTokens Allow(SandboxAccount account, string provider, IReadOnlyList<string> scopes)
    {
        var consent = Ledger.Consent(account, SandboxClients.For(provider).ClientId, provider, scopes, new Dictionary<string, string>(StringComparer.Ordinal));
        return Ledger.Issue(consent, rules.Terms(consent));
    }

    /// <summary>Reads the client's id and secret: Basic first, then the parameters.</summary>
    public OAuthRefusal? CheckClient(HttpContext http, IReadOnlyDictionary<string, string> parameters, out string clientId)
    {
        var (id, secret) = BasicCredentials(http) ?? (parameters.GetValueOrDefault("client_id"), parameters.GetValueOrDefault("client_secret"));
        clientId = id ?? "";
        if (FindClient(clientId) is not { Client: var client })
        {
            return OAuthRefusal.ClientUnknown;
        }

        // A secret that is left out is the same as a wrong one, unless the verifier stands in for it.
        if (string.IsNullOrEmpty(secret) && rules.VerifierReplacesSecret)
        {
            return null;
        }

        return secret == client.ClientSecret ? null : OAuthRefusal.ClientSecretWrong;
    }

    private IResult ShowConsent(HttpContext http) =>
        ReadRequest(http, out var refusal) is { } request
            ? ConsentPage.Show(rules, request.Provider, request.Scopes)
            : refusal!;

    private async Task<IResult> DecideAsync(HttpContext http)
    {
        if (ReadRequest(http, out var refusal) is not { } request)
        {
            return refusal!;
        }

        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (form["decision"] != "allow")
        {
            return Back(request, ("error", "access_denied"), ("error_description", rules.DeniedDescription));
        }

        if (rules.Accounts.FirstOrDefault(account => account.Email == form["account"]) is not { } account)
        {
            return SandboxHtml.Problem(rules.VendorName, "Pick one of the listed accounts.");
        }

        var scopes = rules.ScopesCanBeUnticked
            ? request.Scopes.Where(scope => form["scope"].Contains(scope)).ToList()
            : request.Scopes;
        var consent = Ledger.Consent(account, request.ClientId, request.Provider, scopes, request.Parameters);
        var code = Ledger.IssueCode(consent, request.RedirectUri, request.Challenge, request.Method, rules.CodeLifetime, rules.CodeLength);
        return Back(request, ("code", code));
    }

    private async Task<IResult> TokenAsync(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        var parameters = await RequestParameters.ReadAsync(http);
        if (CheckClient(http, parameters, out var clientId) is { } unknown)
        {
            return rules.Refuse(http, unknown);
        }

        // GitHub and Slack leave grant_type out when they exchange a code.
        return parameters.GetValueOrDefault("grant_type", "authorization_code") switch
        {
            "authorization_code" => Exchange(http, parameters, clientId),
            "refresh_token" => Refresh(http, parameters, clientId),
            _ => rules.Refuse(http, OAuthRefusal.GrantTypeUnsupported),
        };
    }

    private IResult Exchange(HttpContext http, IReadOnlyDictionary<string, string> parameters, string clientId)
    {
        if (!parameters.TryGetValue("code", out var code) || code.Length == 0)
        {
            return rules.Refuse(http, OAuthRefusal.ParameterMissing);
        }

        var (entry, refusal) = Ledger.TakeCode(code);
        if (entry is null)
        {
            return rules.Refuse(http, refusal!.Value);
        }

        if (entry.Consent.ClientId != clientId)
        {
            return rules.Refuse(http, OAuthRefusal.CodeUnknown);
        }

        // RFC 6749 section 4.1.3: the same address as in the authorize request, if that named one.
        if (entry.RedirectUri is { } expected && parameters.GetValueOrDefault("redirect_uri") != expected)
        {
            return rules.Refuse(http, OAuthRefusal.RedirectDiffers);
        }

        if (rules.Pkce != Pkce.Ignored && entry.Challenge is { } challenge && !Proves(parameters.GetValueOrDefault("code_verifier"), challenge, entry.Method))
        {
            return rules.Refuse(http, OAuthRefusal.VerifierWrong);
        }

        // Without a secret only the verifier shows that the exchange comes from the one who asked.
        var hasSecret = BasicCredentials(http) is not null || !string.IsNullOrEmpty(parameters.GetValueOrDefault("client_secret"));
        if (!hasSecret && entry.Challenge is null)
        {
            return rules.Refuse(http, OAuthRefusal.ClientSecretWrong);
        }

        return rules.Answer(http, Ledger.Issue(entry.Consent, rules.Terms(entry.Consent)));
    }

    private IResult Refresh(HttpContext http, IReadOnlyDictionary<string, string> parameters, string clientId)
    {
        if (!parameters.TryGetValue("refresh_token", out var token) || token.Length == 0)
        {
            return rules.Refuse(http, OAuthRefusal.ParameterMissing);
        }

        return Ledger.Refresh(token, clientId, rules.RotationGrace, options.HonestFor) is { } issued
            ? rules.Answer(http, issued)
            : rules.Refuse(http, OAuthRefusal.RefreshTokenInvalid);
    }

    /// <summary>Reads and checks the authorize request.</summary>
    /// <returns>Null when it is refused: on a page while the client or its address is in doubt, else by going back.</returns>
    private AuthorizeRequest? ReadRequest(HttpContext http, out IResult? refusal)
    {
        var query = http.Request.Query;
        refusal = null;
        if (FindClient(query["client_id"].ToString()) is not { } client)
        {
            refusal = SandboxHtml.Problem(rules.VendorName, $"There is no app with the client id '{query["client_id"]}'. The sandbox knows: {string.Join(", ", Clients.Select(c => c.Client.ClientId))}.");
            return null;
        }

        var redirect = query["redirect_uri"].ToString();
        if (!MayReturnTo(http, redirect))
        {
            refusal = SandboxHtml.Problem(rules.VendorName, $"The redirect_uri '{redirect}' is not registered. The sandbox accepts {string.Join(" and ", options.CallbackPaths)} on this computer's own addresses and on those of Sandbox:HubOrigins.");
            return null;
        }

        var challenge = query["code_challenge"].ToString();
        var request = new AuthorizeRequest(
            client.Client.ClientId, client.Provider, redirect, [.. rules.RequestedScopes(query).Distinct(StringComparer.Ordinal)],
            query["state"], challenge.Length == 0 ? null : challenge, query["code_challenge_method"],
            query.ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.Ordinal));
        if (Complaint(query, request) is { } complaint)
        {
            refusal = Back(request, ("error", complaint.Error), ("error_description", complaint.Description));
            return null;
        }

        return request;
    }

    private (string Error, string Description)? Complaint(IQueryCollection query, AuthorizeRequest request)
    {
        if (rules.ResponseTypeRequired && query["response_type"] != "code")
        {
            return ("unsupported_response_type", "response_type must be 'code'.");
        }

        foreach (var (name, value) in rules.RequiredParameters)
        {
            if (query[name] != value)
            {
                return ("invalid_request", $"{name} must be '{value}'.");
            }
        }

        if (rules.Pkce == Pkce.Required && request.Challenge is null)
        {
            return ("invalid_request", "code_challenge is required.");
        }

        if (rules.Pkce != Pkce.Ignored && request.Challenge is not null && request.Method != "S256")
        {
            return ("invalid_request", "code_challenge_method must be S256.");
        }

        return rules.KnownScopes is { } known && request.Scopes.FirstOrDefault(scope => !known.Contains(scope)) is { } strange
            ? ("invalid_scope", $"The scope '{strange}' does not exist.")
            : null;
    }

    private IEnumerable<(SandboxClient Client, string Provider)> Clients =>
        rules.Providers.Select(provider => (SandboxClients.For(provider), provider))
            .Concat(rules.MoreClients.Select(client => (client, rules.Providers[0])));

    private (SandboxClient Client, string Provider)? FindClient(string clientId) =>
        Clients.Where(c => c.Client.ClientId == clientId).Select(c => ((SandboxClient, string)?)c).FirstOrDefault();

    private bool MayReturnTo(HttpContext http, string redirect) =>
        options.RedirectUris.Contains(redirect, StringComparer.Ordinal)
        || (Uri.TryCreate(redirect, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https"
            && options.CallbackPaths.Contains(uri.AbsolutePath, StringComparer.Ordinal) && uri.Query.Length == 0 && uri.Fragment.Length == 0
            && (options.IsOfHub(uri) || string.Equals(uri.Authority, http.Request.Host.Value, StringComparison.OrdinalIgnoreCase)));

    private static IResult Back(AuthorizeRequest request, params (string Name, string Value)[] answer)
    {
        var parameters = request.State is { } state ? answer.Append((Name: "state", Value: state)) : answer;
        return Results.Redirect(request.RedirectUri + "?" + string.Join('&', parameters.Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value)}")));
    }

    private static bool Proves(string? verifier, string challenge, string? method) =>
        method == "S256" && verifier is { Length: >= 43 and <= 128 }
        && CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))),
            Encoding.ASCII.GetBytes(challenge));

    /// <summary>The client in an <c>Authorization: Basic …</c> header; null where there is none.</summary>
    public static (string? Id, string? Secret)? BasicCredentials(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        try
        {
            var pair = Encoding.UTF8.GetString(Convert.FromBase64String(header["Basic ".Length..].Trim())).Split(':', 2);
            return pair.Length == 2 ? (Uri.UnescapeDataString(pair[0]), Uri.UnescapeDataString(pair[1])) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private sealed record AuthorizeRequest(
        string ClientId, string Provider, string RedirectUri, IReadOnlyList<string> Scopes, string? State,
        string? Challenge, string? Method, IReadOnlyDictionary<string, string> Parameters);
}
