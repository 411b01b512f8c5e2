using System.Text.Json.Nodes;
using Integrations.Sandbox.Http;
using Integrations.Sandbox.OAuth;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.Declared;

/// <summary>An authorization server as a provider file describes it, answering as RFC 6749 says.</summary>
internal static class DeclaredOAuth
{
    private const int Hour = 3_600;

    public static OAuthRules Rules(DeclaredFile file, JsonObject oauth)
    {
        var separator = oauth.Text("scopeSeparator") ?? " ";
        var scopes = (oauth["scopes"] as JsonArray ?? []).Select(scope => scope.Text("name")!).ToHashSet(StringComparer.Ordinal);
        var refresh = oauth.Text("refresh") switch
        {
            "none" => RefreshTokens.None,
            "rotating" => RefreshTokens.Rotating,
            _ => RefreshTokens.Stable,
        };
        // Where the vendor publishes no lifetime its answers name none.
        TimeSpan? lifetime = refresh == RefreshTokens.None ? null : TimeSpan.FromSeconds(oauth["defaultLifetimeSeconds"]?.GetValue<int>() ?? Hour);
        return new OAuthRules
        {
            Server = file.Key,
            VendorName = file.Name,
            Providers = [file.Key],
            KnownScopes = scopes,
            RequestedScopes = query => query[oauth.Text("scopeParameter") ?? "scope"].ToString().Split(separator, StringSplitOptions.RemoveEmptyEntries),
            RequiredParameters = (oauth["authorizationParameters"] as JsonObject ?? []).ToDictionary(pair => pair.Key, pair => pair.Value!.GetValue<string>(), StringComparer.Ordinal),
            Terms = _ => new TokenTerms($"sandbox-{file.Key}-", lifetime, refresh, $"sandbox-{file.Key}-refresh-"),
            Answer = (_, issued) => SandboxJson.Answer(Token(issued, separator)),
            Refuse = (_, refusal) => SandboxJson.Answer(
                new JsonObject { ["error"] = refusal.StandardCode(), ["error_description"] = refusal.ToString() },
                refusal is OAuthRefusal.ClientUnknown or OAuthRefusal.ClientSecretWrong ? StatusCodes.Status401Unauthorized : StatusCodes.Status400BadRequest),
        };
    }

    public static IEnumerable<Uri> Addresses(JsonObject? oauth) =>
        new[] { oauth.Text("authorizationUrl"), oauth.Text("tokenUrl"), oauth?["revocation"].Text("url") }.OfType<string>().Select(address => new Uri(address));

    public static void Map(OAuthServer server, string provider, JsonObject oauth, SandboxRoutes routes)
    {
        var owner = new DeclaredOwner(http => IsOfAsync(http, SandboxClients.For(provider).ClientId));
        var authorize = new Uri(oauth.Text("authorizationUrl")!);
        server.MapAuthorize(routes.Host(authorize.Host).MapGroup("").WithMetadata(owner), authorize.AbsolutePath);
        var token = new Uri(oauth.Text("tokenUrl")!);
        var form = oauth.Text("tokenRequestFormat") ?? "form";
        var byHeader = oauth.Text("clientAuthentication") == "basic";
        server.MapToken(routes.Host(token.Host).MapGroup("").WithMetadata(owner).AddEndpointFilter(async (context, next) =>
        {
            var request = context.HttpContext.Request;
            return (form == "json" ? request.HasJsonContentType() : request.HasFormContentType) && (!byHeader || request.Headers.Authorization.ToString().StartsWith("Basic ", StringComparison.Ordinal))
                ? await next(context)
                : SandboxJson.Answer(new { error = "invalid_request", error_description = $"Token requests are {form} here{(byHeader ? ", with the client in Basic authentication" : "")}." }, StatusCodes.Status400BadRequest);
        }), token.AbsolutePath);
        if (oauth["revocation"].Text("url") is { } revocation)
        {
            var address = new Uri(revocation);
            var by = oauth["revocation"].Text("authentication");
            var namesClient = by == "basic" || (oauth["revocation"]!["parameters"] as JsonObject)?.ContainsKey("client_id") == true;
            var giver = new DeclaredOwner(async http => http.Request.HasFormContentType && server.Ledger.Gave(Revoked(http, by, await RequestParameters.ReadAsync(http))));
            routes.Host(address.Host).MapGroup("").WithMetadata(giver).MapPost(address.AbsolutePath, (Delegate)(async (HttpContext http) =>
            {
                var parameters = await RequestParameters.ReadAsync(http);
                if (namesClient && server.CheckClient(http, parameters, out _) is not null)
                {
                    return SandboxJson.Answer(new { error = "invalid_client" }, StatusCodes.Status401Unauthorized);
                }

                server.Ledger.RevokeToken(Revoked(http, by, parameters), wholeConsent: true);
                return Results.Ok();
            }));
        }
    }

    private static string Revoked(HttpContext http, string? by, IReadOnlyDictionary<string, string> parameters) =>
        (by == "bearer" ? http.Request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal) : null)
        ?? parameters.GetValueOrDefault("token") ?? parameters.GetValueOrDefault("accessToken") ?? "";

    private static async ValueTask<bool> IsOfAsync(HttpContext http, string clientId) =>
        http.Request.Query["client_id"] == clientId
        || OAuthServer.BasicCredentials(http)?.Id == clientId
        || (http.Request.HasFormContentType && (await http.Request.ReadFormAsync(http.RequestAborted))["client_id"] == clientId);

    private static JsonObject Token(IssuedTokens issued, string separator)
    {
        var body = new JsonObject { ["access_token"] = issued.AccessToken, ["token_type"] = "bearer" };
        if (issued.ExpiresInSeconds is { } seconds)
        {
            body["expires_in"] = seconds;
        }

        if (issued.RefreshToken is { } refresh)
        {
            body["refresh_token"] = refresh;
        }

        if (issued.Consent.Scopes.Count > 0)
        {
            body["scope"] = string.Join(separator, issued.Consent.Scopes);
        }

        return body;
    }
}
