using System.Net;
using System.Web;
using Integrations.Sandbox.Accounts;

namespace Integrations.Tests.Sandbox;

/// <summary>A person on the consent page.</summary>
internal static class SandboxConsent
{
    public const string Callback = "http://127.0.0.1/api/integrations/oauth/callback";

    public static Task<SandboxCallback> AllowAsync(HttpClient http, Uri authorize, SandboxAccount account, params string[] scopes) =>
        DecideAsync(http, authorize, [new("decision", "allow"), new("account", account.Email), .. scopes.Select(s => KeyValuePair.Create("scope", s))]);

    public static Task<SandboxCallback> DenyAsync(HttpClient http, Uri authorize) =>
        DecideAsync(http, authorize, [new("decision", "deny")]);

    /// <summary>A client that does not follow redirects, as the callback of a test does not exist.</summary>
    public static HttpClient Browser() => new(new HttpClientHandler { AllowAutoRedirect = false });

    private static async Task<SandboxCallback> DecideAsync(HttpClient http, Uri authorize, KeyValuePair<string, string>[] form)
    {
        using var content = new FormUrlEncodedContent(form);
        using var answer = await http.PostAsync(authorize, content);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var query = HttpUtility.ParseQueryString(answer.Headers.Location!.Query);
        return new SandboxCallback(answer.Headers.Location!, query["code"], query["state"], query["error"], query["error_description"]);
    }
}

/// <summary>What came back to the callback address.</summary>
internal sealed record SandboxCallback(Uri Address, string? Code, string? State, string? Error, string? ErrorDescription);
