using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Hosting;

public sealed class SignInTests(HubApp hub) : IClassFixture<HubApp>
{
    private const string Admin = "admin@acme.test";

    [Fact, Proves("A3")]
    public async Task Page_WithoutSession_LeadsToSignInAndBack()
    {
        using var client = hub.Anonymous();
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        using var answer = await client.GetAsync(new Uri("/account?tab=x", UriKind.Relative));

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/account/sign-in?returnUrl=%2Faccount%3Ftab%3Dx", answer.Headers.Location!.OriginalString);
    }

    [Fact, Proves("S1")]
    public async Task SignIn_SetsAnHttpOnlyLaxCookie_WhichSignOutEndsForEveryCopy()
    {
        using var client = hub.Anonymous();
        using var browser = await hub.SignedInAsync(Admin);
        Assert.Contains("Sign out", await browser.GetStringAsync(Relative("/")), StringComparison.Ordinal);

        using var again = await HubApp.SignInAsync(browser, Admin, "Demo-Passw0rd!");
        var cookie = again.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("hub-session=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/", cookie, StringComparison.OrdinalIgnoreCase);
        var copy = cookie.Split(';')[0];
        Assert.True(await IsSignedInAsync(client, copy));

        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", HubApp.FormToken(await browser.GetStringAsync(Relative("/"))))]);
        using var signedOut = await browser.PostAsync(Relative("/account/sign-out"), form);
        Assert.Equal(HttpStatusCode.Redirect, signedOut.StatusCode);
        Assert.False(await IsSignedInAsync(client, copy));
    }

    [Fact, Proves("S1")]
    public async Task NewSignIn_EndsTheSessionThatTheBrowserHad()
    {
        using var client = hub.Anonymous();
        using var browser = await hub.SignedInAsync(Admin);
        using var second = await HubApp.SignInAsync(browser, Admin, "Demo-Passw0rd!");
        var first = second.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("hub-session=", StringComparison.Ordinal)).Split(';')[0];
        using var third = await HubApp.SignInAsync(browser, "user@acme.test", "Demo-Passw0rd!");

        Assert.Equal(HttpStatusCode.Redirect, third.StatusCode);
        Assert.False(await IsSignedInAsync(client, first));
    }

    [Fact, Proves("S10")]
    public async Task SignInAndSignOut_WithoutTheFormsToken_AreRefused()
    {
        using var browser = await hub.SignedInAsync(Admin);
        using var forged = new FormUrlEncodedContent([new("_handler", "sign-in"), new("Form.Email", Admin), new("Form.Password", "Demo-Passw0rd!")]);
        using var empty = new FormUrlEncodedContent([]);

        using var signIn = await browser.PostAsync(Relative("/account/sign-in"), forged);
        using var signOut = await browser.PostAsync(Relative("/account/sign-out"), empty);

        Assert.Equal(HttpStatusCode.BadRequest, signIn.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, signOut.StatusCode);
        Assert.Contains("Sign out", await browser.GetStringAsync(Relative("/")), StringComparison.Ordinal);
    }

    [Fact, Proves("S10")]
    public async Task Api_NeverTakesTheCookie()
    {
        using var browser = await hub.SignedInAsync(Admin);
        using var withCookie = await browser.GetAsync(Relative("/api/whoami"));
        using var bearer = await hub.WithTokenOfAsync(Admin);
        using var withToken = await bearer.GetAsync(Relative("/api/whoami"));

        Assert.Equal(HttpStatusCode.Unauthorized, withCookie.StatusCode);
        Assert.Equal(HttpStatusCode.OK, withToken.StatusCode);
    }

    [Fact]
    public async Task SignIn_WrongPassword_SaysSoWithoutSayingWhich()
    {
        using var client = hub.Anonymous();
        var wrong = await RefusalAsync(client, Admin, "not-the-password");
        var unknown = await RefusalAsync(client, "nobody@acme.test", "not-the-password");

        Assert.Equal(HttpStatusCode.Unauthorized, wrong.Status);
        Assert.Equal(wrong, unknown);
    }

    [Fact]
    public async Task Token_OfAPerson_SaysWhoTheyAre()
    {
        using var client = await hub.WithTokenOfAsync(Admin);
        var caller = await client.GetFromJsonAsync<JsonElement>("/api/whoami");

        Assert.Equal("tenant_admin", caller.GetProperty("roles")[0].GetString());
        Assert.Equal(Admin, caller.GetProperty("name").GetString());
    }

    [Theory, Proves("I2")]
    [InlineData("{\"email\":\"a@b.test\"}", 400)]
    [InlineData("{\"email\":\"a@b.test\",\"password\":\"x\",\"clientId\":\"y\",\"clientSecret\":\"z\"}", 400)]
    [InlineData("{\"email\":5,\"password\":\"x\"}", 400)]
    [InlineData("{\"email\":\"a\",\"email\":\"b\",\"password\":\"x\"}", 400)]
    [InlineData("[]", 400)]
    [InlineData("{", 400)]
    [InlineData("", 400)]
    [InlineData("null", 400)]
    public async Task Token_UnreadableBody_Answers400InThePlatformShape(string body, int status)
    {
        using var client = hub.Anonymous();
        using var content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
        using var answer = await client.PostAsync(Relative("/api/auth/token"), content);

        Assert.Equal(status, (int)answer.StatusCode);
        var error = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error");
        Assert.Equal("VALIDATION_ERROR", error.GetProperty("code").GetString());
        Assert.Equal(answer.Headers.GetValues("X-Request-Id").Single(), error.GetProperty("requestId").GetString());
    }

    private static Uri Relative(string address) => new(address, UriKind.Relative);

    private static async Task<bool> IsSignedInAsync(HttpClient client, string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("Cookie", cookie);
        using var answer = await client.SendAsync(request);
        return (await answer.Content.ReadAsStringAsync()).Contains("Sign out", StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode Status, string? Message)> RefusalAsync(HttpClient client, string email, string password)
    {
        using var answer = await client.PostAsJsonAsync("/api/auth/token", new { email, password });
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (answer.StatusCode, body.GetProperty("error").GetProperty("message").GetString());
    }
}
