using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Integrations.Tests.Infrastructure;
using Microsoft.AspNetCore.WebUtilities;

namespace Integrations.Tests.Api.Auth;

/// <summary>A program that signs in by itself, and the browser of the person who lets it in; each step can be done wrong.</summary>
public sealed partial class OAuthProgram(HubApp hub, string clientId, string redirect, string? secret = null)
{
    public string ClientId => clientId;

    public string Verifier { get; } = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));

    public string Challenge => WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public string Tools => new Uri(hub.Address, "/mcp").AbsoluteUri;

    /// <summary>A request in order; what is given takes the place of what it would say, and null leaves it out.</summary>
    public string Authorize(params (string Name, string? Value)[] instead)
    {
        var parameters = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["response_type"] = "code",
            ["client_id"] = clientId,
            ["redirect_uri"] = redirect,
            ["code_challenge"] = Challenge,
            ["code_challenge_method"] = "S256",
            ["state"] = "the state",
            ["resource"] = Tools,
            ["scope"] = "mcp",
        };
        foreach (var (name, value) in instead)
        {
            parameters[name] = value;
        }

        return QueryHelpers.AddQueryString("/oauth/authorize", parameters.Where(pair => pair.Value is not null));
    }

    /// <summary>Where the browser ends up: with the program, or on a page of the hub's.</summary>
    public async Task<Uri> GoAsync(HttpClient browser, string address, string decision = "accept")
    {
        using var asked = await browser.GetAsync(new Uri(address, UriKind.Relative));
        var location = asked.Headers.Location ?? throw new InvalidOperationException($"{(int)asked.StatusCode}: {await asked.Content.ReadAsStringAsync()}");
        if (location.IsAbsoluteUri || !location.OriginalString.StartsWith("/oauth/consent", StringComparison.Ordinal))
        {
            return new Uri(hub.Address, location);
        }

        using var page = await browser.GetAsync(location);
        using var decided = await browser.PostAsync(new Uri("/oauth/authorize", UriKind.Relative), new FormUrlEncodedContent([.. Fields(await page.Content.ReadAsStringAsync()), KeyValuePair.Create("decision", decision)]));
        return new Uri(hub.Address, decided.Headers.Location ?? throw new InvalidOperationException($"{(int)decided.StatusCode}: {await decided.Content.ReadAsStringAsync()}"));
    }

    /// <summary>A code, as the person's browser brings it.</summary>
    public async Task<string> CodeAsync(HttpClient browser, params (string Name, string? Value)[] instead)
    {
        var back = await GoAsync(browser, Authorize(instead));
        return Query(back, "code") ?? throw new InvalidOperationException(back.AbsoluteUri);
    }

    public Task<TokenAnswer> ExchangeAsync(string code, params (string Name, string? Value)[] instead) =>
        AskAsync([("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirect), ("code_verifier", Verifier), ("client_id", clientId), ("client_secret", secret), .. instead]);

    public Task<TokenAnswer> RefreshAsync(string refreshToken, params (string Name, string? Value)[] instead) =>
        AskAsync([("grant_type", "refresh_token"), ("refresh_token", refreshToken), ("client_id", clientId), ("client_secret", secret), .. instead]);

    public Task<TokenAnswer> ServeAsync(params (string Name, string? Value)[] instead) =>
        AskAsync([("grant_type", "client_credentials"), ("client_id", clientId), ("client_secret", secret), .. instead]);

    public async Task<TokenAnswer> SignInAsync(HttpClient browser, params (string Name, string? Value)[] instead) => await ExchangeAsync(await CodeAsync(browser, instead));

    /// <summary>The status of a call with a token.</summary>
    public async Task<HttpStatusCode> CallAsync(string? token, string path = "/mcp")
    {
        using var http = hub.Anonymous();
        using var request = new HttpRequestMessage(path == "/mcp" ? HttpMethod.Post : HttpMethod.Get, path);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        if (path == "/mcp")
        {
            request.Content = new StringContent("""{"jsonrpc":"2.0","id":1,"method":"tools/list"}""", new MediaTypeHeaderValue("application/json"));
            request.Headers.Accept.ParseAdd("application/json");
            request.Headers.Accept.ParseAdd("text/event-stream");
        }

        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    public static string? Query(Uri address, string name) => QueryHelpers.ParseQuery(address.Query).TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>What a page's form would send but for the button.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Fields(string page) =>
        // The layout has a form of its own before it.
        [.. Hidden().Matches(page[page.IndexOf("action=\"/oauth/authorize\"", StringComparison.Ordinal)..]).Select(field => KeyValuePair.Create(WebUtility.HtmlDecode(field.Groups["name"].Value), WebUtility.HtmlDecode(field.Groups["value"].Value)))];

    private async Task<TokenAnswer> AskAsync(IEnumerable<(string Name, string? Value)> parameters)
    {
        using var http = hub.Anonymous();
        var form = parameters.GroupBy(pair => pair.Name, StringComparer.Ordinal).Select(group => group.Last()).Where(pair => pair.Value is not null);
        using var answer = await http.PostAsync(new Uri("/oauth/token", UriKind.Relative), new FormUrlEncodedContent(form.Select(pair => KeyValuePair.Create(pair.Name, pair.Value!))));
        var text = await answer.Content.ReadAsStringAsync();
        try
        {
            using var body = JsonDocument.Parse(text);
            string? Of(string name) => body.RootElement.TryGetProperty(name, out var value) ? value.ToString() : null;
            return new TokenAnswer((int)answer.StatusCode, Of("access_token"), Of("refresh_token"), Of("scope"), Of("error"));
        }
        catch (JsonException unreadable)
        {
            throw new InvalidOperationException($"{(int)answer.StatusCode}: {text}", unreadable);
        }
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]*)\" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Hidden();
}
