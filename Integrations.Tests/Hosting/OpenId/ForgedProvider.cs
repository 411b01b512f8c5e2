using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Integrations.Tests.Hosting.OpenId;

/// <summary>A provider of the test's that follows the protocol, and lies, hangs and floods where it is told to.</summary>
internal sealed class ForgedProvider : IAsyncDisposable
{
    private readonly RsaSecurityKey _key = new(RSA.Create(2048)) { KeyId = "key" };
    private readonly ConcurrentDictionary<string, string?> _nonces = new(StringComparer.Ordinal);
    private readonly WebApplication _app;

    private ForgedProvider(WebApplication app) => _app = app;

    public string Issuer => _app.Urls.First();

    /// <summary>What is changed in the metadata before it is sent.</summary>
    public Action<JsonObject>? Metadata { get; set; }

    /// <summary>Answers in the place of a path, such as <c>/token</c>.</summary>
    public ConcurrentDictionary<string, Func<HttpContext, Task>> Instead { get; } = new(StringComparer.Ordinal);

    /// <summary>Who signs in.</summary>
    public Dictionary<string, object> Claims { get; } = new(StringComparer.Ordinal) { ["sub"] = "ada", ["email"] = "user@acme.test", ["email_verified"] = true, ["name"] = "Ada" };

    /// <summary>Paths in the order in which they were asked for.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    public static async Task<ForgedProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var provider = new ForgedProvider(builder.Build());
        provider._app.Run(provider.AnswerAsync);
        await provider._app.StartAsync();
        return provider;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        Asked.Enqueue(path);
        return Instead.TryGetValue(path, out var instead) ? instead(context) : path switch
        {
            "/.well-known/openid-configuration" => context.Response.WriteAsJsonAsync(Document()),
            "/jwks" => context.Response.WriteAsJsonAsync(Keys()),
            "/auth" => Authorize(context),
            "/token" => TokenAsync(context),
            "/me" => context.Response.WriteAsJsonAsync(Claims),
            _ => NotFound(context),
        };
    }

    private JsonObject Document()
    {
        var document = new JsonObject
        {
            ["issuer"] = Issuer,
            ["authorization_endpoint"] = Issuer + "/auth",
            ["token_endpoint"] = Issuer + "/token",
            ["userinfo_endpoint"] = Issuer + "/me",
            ["jwks_uri"] = Issuer + "/jwks",
            ["response_types_supported"] = new JsonArray("code"),
            ["token_endpoint_auth_methods_supported"] = new JsonArray("client_secret_post"),
        };
        Metadata?.Invoke(document);
        return document;
    }

    private JsonObject Keys()
    {
        var jwk = JsonWebKeyConverter.ConvertFromRSASecurityKey(_key);
        return new JsonObject { ["keys"] = new JsonArray(new JsonObject { ["kty"] = "RSA", ["use"] = "sig", ["alg"] = "RS256", ["kid"] = jwk.Kid, ["n"] = jwk.N, ["e"] = jwk.E }) };
    }

    private Task Authorize(HttpContext context)
    {
        var query = context.Request.Query;
        var code = Guid.NewGuid().ToString("N");
        _nonces[code] = query["nonce"];
        context.Response.Redirect(query["redirect_uri"] + QueryString.Create("code", code).Add("state", query["state"].ToString()).ToString());
        return Task.CompletedTask;
    }

    private async Task TokenAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        _nonces.TryRemove(form["code"].ToString(), out var nonce);
        var token = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = form["client_id"].ToString(),
            Expires = DateTime.UtcNow.AddMinutes(5),
            Subject = new ClaimsIdentity([new Claim("nonce", nonce ?? "")]),
            Claims = Claims,
            SigningCredentials = new SigningCredentials(_key, SecurityAlgorithms.RsaSha256),
        });
        await context.Response.WriteAsJsonAsync(new { access_token = "opaque", token_type = "Bearer", expires_in = 60, id_token = token });
    }

    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
