using System.Net;
using Integrations.Core.Connections.Links;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Api.Platform;

/// <summary>Links to connect by route, and the pages behind them over HTTP.</summary>
public sealed class ConnectLinkEndpointsTests(ApiHub hub) : IClassFixture<ApiHub>, IAsyncLifetime
{
    public async ValueTask InitializeAsync()
    {
        var rules = hub.Get<ConnectLinkRulesService>();
        var person = hub.AdminCaller with { SessionId = Guid.NewGuid(), AuthenticatedAt = DateTimeOffset.UtcNow };
        Assert.True((await rules.ChangeAsync(person, true, (await rules.GetAsync(person, default)).Version, default)).IsSuccess);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Program_MakesReadsListsAndRevokesALink_WhoseSecretIsToldOnce()
    {
        var made = await ApiHub.SendAsync(hub.Admin, "POST", "/api/connect-links", Wanted());
        Assert.Equal(201, made.Status);
        var (id, url) = (made["link.id"].GetString()!, made["url"].GetString()!);
        Assert.StartsWith(new Uri(hub.App.Address, "/connect/with/itl_").AbsoluteUri, url, StringComparison.Ordinal);
        Assert.Equal($"/api/connect-links/{id}", made.Header("Location"));
        Assert.Equal(("waiting", "outside", "customer-4711", false), (made["link.state"].GetString(), made["link.for.kind"].GetString(), made["link.for.reference"].GetString(), made["mailed"].GetBoolean()));

        var read = await ApiHub.SendAsync(hub.Admin, "GET", $"/api/connect-links/{id}");
        var listed = await ApiHub.SendAsync(hub.Admin, "GET", "/api/connect-links?limit=100");
        var revoked = await ApiHub.SendAsync(hub.Admin, "DELETE", $"/api/connect-links/{id}");
        var again = await ApiHub.SendAsync(hub.Admin, "DELETE", $"/api/connect-links/{id}");

        Assert.Equal((200, 200, 200, 200), (read.Status, listed.Status, revoked.Status, again.Status));
        Assert.Contains(listed["links"].EnumerateArray(), link => link.GetProperty("id").GetString() == id);
        Assert.Equal("revoked", revoked["state"].GetString());
        var secret = url[(url.LastIndexOf('/') + 1)..];
        Assert.All(new[] { read, listed, revoked, again }, answer => Assert.DoesNotContain(secret, answer.Text, StringComparison.Ordinal));
        using var page = await hub.Anonymous.GetAsync(new Uri(url));
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
    }

    [Theory]
    [InlineData("""{ "providers": ["github"] }""", "for.kind")]
    [InlineData("""{ "providers": ["github"], "for": { "kind": "everyone" } }""", "for.kind")]
    [InlineData("""{ "for": { "kind": "any_member" } }""", "providers")]
    [InlineData("""{ "providers": [null], "for": { "kind": "any_member" } }""", "providers")]
    [InlineData("""{ "providers": ["github"], "for": { "kind": "any_member" }, "expiresInDays": 0 }""", "expiresInDays")]
    [InlineData("""{ "providers": ["github"], "for": { "kind": "any_member" }, "expiresInDays": 31 }""", "expiresInDays")]
    [InlineData("""{ "providers": ["github"], "for": { "kind": "any_member" }, "returnUrl": "https://evil.example/" }""", "returnUrl")]
    [InlineData("""{ "providers": ["github"], "for": { "kind": "any_member" }, "returnUrl": "//evil.example/" }""", "returnUrl")]
    [InlineData("""{ "providers": ["github"], "for": { "kind": "any_member" }, "frameOrigins": ["https://a.example; script-src *"] }""", "frameOrigins")]
    [InlineData("""{ "providers": ["github"], "for": { "kind": "any_member" }, "frameOrigins": [null, "*"] }""", "frameOrigins")]
    [InlineData("""{ "providers": ["github"], "for": { "kind": "member", "member": "admin@globex.test" } }""", "member")]
    [InlineData("""{ "providers": ["github"], "for": { "kind": "outside" } }""", "label")]
    public async Task Create_WithWhatIsWrong_Answers400WithTheField(string body, string field)
    {
        var answer = await ApiHub.SendAsync(hub.Admin, "POST", "/api/connect-links", body);

        Assert.Equal(400, answer.Status);
        Assert.Equal("VALIDATION_ERROR", answer["error.code"].GetString());
        Assert.True(answer["error.details.fields"].TryGetProperty(field, out _), answer.Text);
    }

    [Fact]
    public async Task Create_ForPeopleOutside_WhereTheOrganizationDoesNotAllowIt_Answers409()
    {
        var answer = await ApiHub.SendAsync(hub.Stranger, "POST", "/api/connect-links", Wanted());

        Assert.Equal((409, "CONNECT_LINK_OUTSIDERS_NOT_ALLOWED"), (answer.Status, answer["error.code"].GetString()));
    }

    [Fact, Proves("B5")]
    public async Task FirstPage_MayBeFramedByItsOriginsAlone_AndLeaksNoAddress()
    {
        using var framed = await OpenAsync(await MakeAsync(new { providers = new[] { "github" }, @for = Initech, frameOrigins = new[] { "https://Portal.example.org/" } }));
        var page = await framed.Content.ReadAsStringAsync();
        using var alone = await OpenAsync(await MakeAsync(Wanted()));

        Assert.EndsWith("; frame-ancestors https://portal.example.org", Policy(framed), StringComparison.Ordinal);
        Assert.EndsWith("; frame-ancestors 'none'", Policy(alone), StringComparison.Ordinal);
        Assert.All(new[] { framed, alone }, answer =>
        {
            Assert.StartsWith("default-src 'none'; script-src 'self';", Policy(answer), StringComparison.Ordinal);
            Assert.Equal("same-origin", answer.Headers.GetValues("Referrer-Policy").Single());
            Assert.True(answer.Headers.CacheControl!.NoStore);
            Assert.Equal("noindex", answer.Headers.GetValues("X-Robots-Tag").Single());
            Assert.True(answer.Headers.Contains("X-RateLimit-Remaining"));
            Assert.False(answer.Headers.Contains("Set-Cookie"));
        });
        Assert.Contains("asks you to connect your account at", page, StringComparison.Ordinal);
        Assert.DoesNotContain("_framework", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Frame_GoesOnInAWindowOfItsOwn()
    {
        var url = await MakeAsync(Wanted());
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Add("Sec-Fetch-Dest", "iframe");
        using var answer = await hub.Anonymous.SendAsync(request);
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Contains("target=\"_blank\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<form", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outsider_ConnectsByAForm_AndGoesBackToTheProgram()
    {
        var url = await MakeAsync(new { providers = new[] { "github" }, @for = new { kind = "outside", label = "Initech", reference = "customer-9" }, returnUrl = "https://myapp.com/back?x=1" });
        using var browser = hub.App.WithCookies();

        // A form of another site takes nothing; the person is shown the page first.
        using var forged = await PostAsync(browser, url, [], "https://evil.example");
        Assert.Equal(url.PathAndQuery, forged.Headers.Location!.OriginalString);
        using var taken = await PostAsync(browser, url, []);
        var goOn = new Uri(hub.App.Address, taken.Headers.Location!);
        Assert.StartsWith("/connect/link/", goOn.AbsolutePath, StringComparison.Ordinal);
        // Loading the first page again leads this browser on, and any other nowhere.
        using var reloaded = await browser.GetAsync(url);
        Assert.Equal(goOn.AbsolutePath, reloaded.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.NotFound, (await OpenAsync(url)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await OpenAsync(goOn)).StatusCode);

        var wrong = "ghp_wrongWrongWrongWrongWrongWrongWrong99";
        using var refused = await PostAsync(browser, goOn, [new("provider", "github"), new("kind", "api_key"), new("field.token", wrong)]);
        var page = await refused.Content.ReadAsStringAsync();
        Assert.Contains("role=\"alert\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain(wrong, page, StringComparison.Ordinal);
        var token = (await hub.CredentialAsync("github", kind: "api_key")).Fields["token"];
        using var accepted = await PostAsync(browser, goOn, [new("provider", "github"), new("kind", "api_key"), new("field.token", token)]);
        Assert.Equal(goOn.AbsolutePath, accepted.Headers.Location!.OriginalString);

        using var done = await browser.GetAsync(goOn);
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        var back = done.Headers.Location!;
        var told = System.Web.HttpUtility.ParseQueryString(back.Query);
        Assert.Equal(("myapp.com", "1", "connected", "customer-9"), (back.Host, told["x"], told["status"], told["reference"]));
        var integration = await ApiHub.SendAsync(hub.Admin, "GET", $"/api/tenant/integrations/{told["integrationId"]}");
        Assert.Equal("customer-9", integration["reference"].GetString());
    }

    [Fact]
    public async Task Member_IsAskedToSignIn_AndConnectsForThemself()
    {
        var url = await MakeAsync(new { providers = new[] { "github" }, @for = new { kind = "member", member = ApiHub.UserEmail } });
        using var stranger = await OpenAsync(url);
        Assert.Contains($"/account/sign-in?returnUrl={Uri.EscapeDataString(url.AbsolutePath)}", await stranger.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var other = await hub.App.SignedInAsync(ApiHub.AdminEmail);
        Assert.Equal(HttpStatusCode.Forbidden, (await other.GetAsync(url)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(other, url, [])).StatusCode);
        using var browser = await hub.App.SignedInAsync(ApiHub.UserEmail);
        using var taken = await PostAsync(browser, url, []);
        var goOn = new Uri(hub.App.Address, taken.Headers.Location!);
        var token = (await hub.CredentialAsync("github", kind: "api_key")).Fields["token"];

        using var accepted = await PostAsync(browser, goOn, [new("provider", "github"), new("kind", "api_key"), new("field.token", token)]);

        Assert.Equal(HttpStatusCode.Redirect, accepted.StatusCode);
        await using var db = await hub.Get<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
        var id = Guid.Parse(goOn.Segments[^1]);
        var link = await db.ConnectLinks.SingleAsync(l => l.Id == id);
        Assert.Equal(hub.UserCaller.UserId, (await db.Set<Core.Connections.Connection>().SingleAsync(c => c.Id == link.ConnectionId)).UserId);
    }

    private static object Initech => new { kind = "outside", label = "Initech", reference = "customer-4711" };

    private static object Wanted() => new { providers = new[] { "github" }, @for = Initech };

    private static string Policy(HttpResponseMessage answer) => answer.Headers.GetValues("Content-Security-Policy").Single();

    private async Task<HttpResponseMessage> PostAsync(HttpClient browser, Uri address, IReadOnlyList<KeyValuePair<string, string>> fields, string? origin = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(fields) };
        request.Headers.Add("Origin", origin ?? hub.App.Address.GetLeftPart(UriPartial.Authority));
        return await browser.SendAsync(request);
    }

    private async Task<Uri> MakeAsync(object wanted)
    {
        var made = await ApiHub.SendAsync(hub.Admin, "POST", "/api/connect-links", wanted);
        Assert.True(made.Status == 201, made.ToString());
        return new Uri(made["url"].GetString()!);
    }

    private Task<HttpResponseMessage> OpenAsync(Uri address) => hub.Anonymous.GetAsync(address);
}
