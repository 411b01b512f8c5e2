using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Integrations.Sandbox.Http;
using Integrations.Sandbox.OAuth;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.Declared;

/// <summary>Wants the credential where the provider file says that the vendor wants it, and refuses in the vendor's shape.</summary>
internal sealed class DeclaredGuard(DeclaredFile file, OAuthServer? oauth, PastedTokens pasted, TimeProvider time, SandboxOptions options) : VendorGuard(time, options)
{
    private readonly DeclaredLimits _limits = new(file, time);

    /// <summary>Whether a request carries a credential that this vendor gave, good or dead.</summary>
    public bool Knows(HttpContext http) => Authenticate(http).State is not (TokenState.Unknown or TokenState.Missing);

    protected override IResult? Admit(HttpContext http, SandboxAccess access)
    {
        _limits.Tell(http, access.Account);
        return null;
    }

    protected override IResult? Refuse(HttpContext http)
    {
        foreach (var (name, value) in file.Api["headers"] as JsonObject ?? [])
        {
            if (!PlaceText.HasPlaces(value) && http.Request.Headers[name].ToString().Replace(" ", "", StringComparison.Ordinal) != value!.GetValue<string>().Replace(" ", "", StringComparison.Ordinal))
            {
                return SandboxJson.Answer(new { message = $"The header {name} must be {value}." }, StatusCodes.Status400BadRequest);
            }
        }

        return null;
    }

    protected override TokenLookup Authenticate(HttpContext http)
    {
        foreach (var method in file.Methods)
        {
            var kind = method.Text("kind")!;
            var placed = file.Api["credentials"]?[kind] as JsonObject;
            if (Sent(http, placed) is not { } sent)
            {
                continue;
            }

            var taken = new Dictionary<string, string>(StringComparer.Ordinal);
            if (!sent.All(pair => PlaceText.Take(pair.Template, pair.Actual, taken)))
            {
                continue;
            }

            var found = kind == "oauth2" ? oauth!.Find(taken.GetValueOrDefault("token")) : pasted.Find(taken.GetValueOrDefault(file.TokenField(kind)) ?? taken.GetValueOrDefault("token"));
            if (found.State is not (TokenState.Unknown or TokenState.Missing))
            {
                // What goes with the token has to be right as well, such as the e-mail address.
                return found.Access is { } access && taken.Any(pair => file.PastedValue(pair.Key, access.Account) is { } right && right != pair.Value) ? TokenLookup.Unknown : found;
            }
        }

        return http.Request.Headers.Authorization.Count == 0 ? TokenLookup.None : TokenLookup.Unknown;
    }

    protected override IResult Unauthorized(HttpContext http, TokenState state) => Answer(http, "unauthorized", StatusCodes.Status401Unauthorized, "unauthorized");

    protected override IResult RateLimited(HttpContext http, TimeSpan retryAfter) => Answer(http, "limited", StatusCodes.Status429TooManyRequests, "Too many requests", retryAfter);

    protected override IResult Failing(HttpContext http) => Answer(http, "failing", StatusCodes.Status500InternalServerError, "Internal Server Error");

    private IResult Answer(HttpContext http, string name, int status, string message, TimeSpan wait = default)
    {
        if (file.Data["refusals"]?[name] is not JsonObject own)
        {
            return SandboxJson.Answer(new { message }, status);
        }

        var at = Time.GetUtcNow() + wait;
        string? Find(string place) => place switch
        {
            "resetMs" => at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
            "resetUnix" => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            _ => null,
        };
        if (own["headers"] is JsonObject headers)
        {
            http.Response.Headers.Remove("Retry-After");
            foreach (var (header, value) in headers)
            {
                http.Response.Headers[header] = PlaceText.Fill(value!.GetValue<string>(), Find);
            }
        }

        var code = own["status"]?.GetValue<int>() ?? status;
        return own["body"] is JsonValue text && text.TryGetValue<string>(out var plain) ? SandboxJson.Text(plain, code) : SandboxJson.Answer(own["body"], code);
    }

    /// <summary>What was sent where the credential belongs, each with the form it has to have; null where nothing was.</summary>
    private static (string Template, string Actual)[]? Sent(HttpContext http, JsonObject? placed)
    {
        var template = placed.Text("value") ?? "{token}";
        switch (placed.Text("in") ?? "bearer")
        {
            case "header":
                return http.Request.Headers[placed.Text("name")!] is { Count: 1 } header ? [(template, header.ToString())] : null;
            case "query":
                return http.Request.Query[placed.Text("name")!] is { Count: 1 } parameter ? [(template, parameter.ToString())] : null;
            case "basic":
                return AuthorizationValue(http, "Basic") is { } encoded && Decode(encoded).Split(':', 2) is [var user, var password]
                    ? [(placed.Text("user")!, user), .. placed.Text("password") is { } wanted ? new[] { (wanted, password) } : []]
                    : null;
            default:
                return AuthorizationValue(http, "Bearer") is { } token ? [(template, token)] : null;
        }
    }

    private static string Decode(string encoded)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(encoded));
        }
        catch (FormatException)
        {
            return "";
        }
    }
}
