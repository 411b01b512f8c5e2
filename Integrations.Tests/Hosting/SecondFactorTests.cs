using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Integrations.Core.Demo;
using Integrations.Core.Identity.SecondFactors;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Hosting;

/// <summary>Setting up, signing in with and being asked for a second factor, over HTTP.</summary>
public sealed partial class SecondFactorTests
{
    private const string Page = "/account/second-factor";
    private const string User = "user@acme.test";
    private const string Admin = "admin@acme.test";

    [Fact, Proves("S4")]
    public async Task Person_SetsItUp_AndSignsInWithPasswordAndCode()
    {
        await using var hub = new HubApp();
        using var browser = await hub.SignedInAsync(User);
        using var other = await hub.SignedInAsync(User);
        var (key, recovery) = await SetUpAsync(browser);

        Assert.Contains("recovery codes are left", await browser.GetStringAsync(new Uri(Page, UriKind.Relative)), StringComparison.Ordinal);
        using var ended = await other.GetAsync(new Uri("/account", UriKind.Relative));
        Assert.NotEqual(HttpStatusCode.OK, ended.StatusCode);

        using var fresh = NewBrowser(hub);
        using var first = await HubApp.SignInAsync(fresh, User, DemoOptions.DefaultPassword, "/account/sign-in?returnUrl=%2Ftokens");
        Assert.Equal("/account/sign-in/code?returnUrl=%2Ftokens", first.Headers.Location?.PathAndQuery);
        var ticket = first.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("hub-sign-in=", StringComparison.Ordinal));
        Assert.Contains("httponly", ticket, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", ticket, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(first.Headers.GetValues("Set-Cookie"), c => c.StartsWith("hub-session=", StringComparison.Ordinal));

        var address = first.Headers.Location!.PathAndQuery;
        using var wrong = await PostAsync(fresh, address, "sign-in-code", ("Form.Code", "000000"));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        using var right = await PostAsync(fresh, address, "sign-in-code", ("Form.Code", recovery[0]));
        Assert.Equal("/tokens", right.Headers.Location?.AbsolutePath);
        Assert.Contains("9 of 10", await fresh.GetStringAsync(new Uri("/account", UriKind.Relative)), StringComparison.Ordinal);

        using var api = hub.Anonymous();
        var (status, error) = await TokenAsync(api, null);
        Assert.Equal((HttpStatusCode.Forbidden, "This account has a second factor. Send its code of this moment as 'code', or use a personal access token."), (status, error));
        Assert.Equal(HttpStatusCode.OK, (await TokenAsync(api, NextCode(key))).Status);
    }

    [Fact, Proves("S4")]
    public async Task CodePage_WithoutAPassword_LeadsToSignIn()
    {
        await using var hub = new HubApp();
        using var browser = NewBrowser(hub);
        using var answer = await browser.GetAsync(new Uri("/account/sign-in/code", UriKind.Relative));
        Assert.Equal("/account/sign-in", answer.Headers.Location?.AbsolutePath);
    }

    [Fact, Proves("S4")]
    public async Task WhereItIsAskedFor_NothingElseOpens_UntilItIsSetUp()
    {
        await using var hub = new HubApp().With("Auth:RequireSecondFactor", "Administrators");
        using var browser = await hub.SignedInAsync(Admin);
        foreach (var address in new[] { "/", "/account", "/members", "/tokens/new" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Accept.ParseAdd("text/html");
            using var led = await browser.SendAsync(request);
            Assert.Equal((HttpStatusCode.Redirect, Page), (led.StatusCode, led.Headers.Location?.ToString()));
        }

        using var circuit = await browser.PostAsync(new Uri("/_blazor/negotiate?negotiateVersion=1", UriKind.Relative), content: null);
        Assert.Equal(HttpStatusCode.Forbidden, circuit.StatusCode);
        using var api = hub.Anonymous();
        using var token = await api.PostAsJsonAsync("/api/auth/token", new { email = Admin, password = DemoOptions.DefaultPassword });
        Assert.Equal(HttpStatusCode.Forbidden, token.StatusCode);

        await SetUpAsync(browser);
        using var open = await browser.GetAsync(new Uri("/members", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);

        // Whom it is not asked of goes on as before.
        using var user = await hub.SignedInAsync(User);
        using var theirs = await user.GetAsync(new Uri("/account", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, theirs.StatusCode);
    }

    internal static async Task<(byte[] Key, IReadOnlyList<string> Recovery)> SetUpAsync(HttpClient browser)
    {
        using var begun = await PostAsync(browser, Page, "begin");
        var shown = await begun.Content.ReadAsStringAsync();
        Assert.Contains("<svg", shown, StringComparison.Ordinal);
        var key = Base32.Decode(TypedKey().Match(shown).Groups["key"].Value.Replace(" ", "", StringComparison.Ordinal));
        using var confirmed = await PostAsync(browser, Page, "confirm-code", shown, ("CodeEntry.Code", Totp.CodeAt(key, Totp.StepAt(TimeProvider.System.GetUtcNow()))));
        var answer = await confirmed.Content.ReadAsStringAsync();
        var codes = RecoveryCodeText().Matches(answer).Select(m => m.Groups["recovery"].Value).ToList();
        Assert.True(codes.Count == 10, $"{confirmed.StatusCode} {answer}");
        return (key, codes);
    }

    /// <summary>The code of the next step, which counts already and cannot have been spent.</summary>
    private static string NextCode(byte[] key) => Totp.CodeAt(key, Totp.StepAt(TimeProvider.System.GetUtcNow()) + 1);

    private static async Task<(HttpStatusCode Status, string? Message)> TokenAsync(HttpClient api, string? code)
    {
        using var answer = await api.PostAsJsonAsync("/api/auth/token", new { email = User, password = DemoOptions.DefaultPassword, code });
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (answer.StatusCode, body.TryGetProperty("error", out var error) ? error.GetProperty("message").GetString() : null);
    }

    private static HttpClient NewBrowser(HubApp hub)
    {
        hub.StartServer();
        return new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true, UseProxy = false }) { BaseAddress = hub.Address };
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient browser, string address, string form, params (string Name, string Value)[] fields) =>
        await PostAsync(browser, address, form, await browser.GetStringAsync(new Uri(address, UriKind.Relative)), fields);

    private static async Task<HttpResponseMessage> PostAsync(HttpClient browser, string address, string form, string page, params (string Name, string Value)[] fields)
    {
        var members = fields.ToDictionary(f => f.Name, f => f.Value, StringComparer.Ordinal);
        members["_handler"] = form;
        members["__RequestVerificationToken"] = HubApp.FormToken(page);
        using var body = new FormUrlEncodedContent(members);
        return await browser.PostAsync(new Uri(address, UriKind.Relative), body);
    }

    [GeneratedRegex("<code class=\"typed\"[^>]*>(?<key>[A-Z2-7 ]+)</code>", RegexOptions.NonBacktracking)]
    private static partial Regex TypedKey();

    [GeneratedRegex("<code[^>]*>(?<recovery>[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4})</code>", RegexOptions.NonBacktracking)]
    private static partial Regex RecoveryCodeText();
}
