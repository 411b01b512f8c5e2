using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Integrations.Core.Activity;
using Integrations.Core.Demo;
using Integrations.Core.Identity;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Hosting.Errors;
using Integrations.Web.Hosting.Limits;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Hosting;

/// <summary>What every API request passes, whatever surface it is for.</summary>
public sealed class ApiPipelineTests(HubApp hub) : IClassFixture<HubApp>
{
    [Theory]
    [InlineData("GET", "/api/nothing", 404)]
    [InlineData("DELETE", "/api/auth/token", 405)]
    [InlineData("GET", "/api/whoami", 401)]
    public async Task Refusals_OfThePipeline_HaveThePlatformShape(string method, string address, int status)
    {
        using var client = hub.Anonymous();
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        using var answer = await client.SendAsync(request);

        Assert.Equal(status, (int)answer.StatusCode);
        var error = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error");
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
        Assert.Equal(answer.Headers.GetValues("X-Request-Id").Single(), error.GetProperty("requestId").GetString());
    }

    [Fact, Proves("I1")]
    public async Task BodyOverAMegabyte_Answers413_OtherContentType_415_TooDeep_400()
    {
        using var client = hub.Anonymous();
        using var large = new StringContent("{\"email\":\"" + new string('x', 1024 * 1024) + "\"}", new MediaTypeHeaderValue("application/json"));
        using var text = new StringContent("email=a", new MediaTypeHeaderValue("text/plain"));
        using var deep = new StringContent("{\"email\":" + new string('[', 40) + new string(']', 40) + "}", new MediaTypeHeaderValue("application/json"));

        foreach (var (content, status) in new[] { (large, 413), (text, 415), (deep, 400) })
        {
            // A server that refuses a large body closes the line; asked first, its answer always arrives.
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/auth/token", UriKind.Relative)) { Content = content, Headers = { ExpectContinue = true } };
            using var answer = await client.SendAsync(request);
            Assert.Equal(status, (int)answer.StatusCode);
            Assert.True((await answer.Content.ReadFromJsonAsync<JsonElement>()).TryGetProperty("error", out _));
        }
    }

    [Theory]
    [InlineData("/api/v1/integrations", "GET", "Company")]
    [InlineData("/v1/integrations", "GET", "Automation")]
    [InlineData("/api/auth/integrations/x", "GET", "Accounts")]
    [InlineData("/api/auth/github/status/x", "GET", "Accounts")]
    [InlineData("/api/google-calendar/status/x", "GET", "Accounts")]
    [InlineData("/api/integrations/x/test", "POST", "Entities")]
    [InlineData("/api/integrations/x/search", "POST", "Entities")]
    [InlineData("/api/integrations/x/search", "GET", "Platform")]
    [InlineData("/api/integrations/x/entities/y", "GET", "Entities")]
    [InlineData("/api/integrations/search", "POST", "Platform")]
    [InlineData("/api/tenant/integrations", "GET", "Platform")]
    [InlineData("/api/auth/token", "POST", "Platform")]
    public void Shape_IsTheSurfaces(string address, string method, string surface)
    {
        var context = new DefaultHttpContext { Request = { Path = address, Method = method } };
        Assert.StartsWith(surface, ApiErrors.ShapeOf(context).GetType().Name, StringComparison.Ordinal);
    }

    [Fact, Proves("L6")]
    public async Task Fault_TellsTheRequestIdAndNothingElse()
    {
        var error = ApiFaults.ErrorOf(new InvalidOperationException("canary: /var/lib/hub SELECT * FROM Users"));
        Assert.Equal(500, error.Status);
        Assert.DoesNotContain("canary", JsonSerializer.Serialize(ApiErrors.ShapeOf(new DefaultHttpContext { Request = { Path = "/api/x" } }).Body(error, "r")), StringComparison.Ordinal);
        Assert.Equal(503, ApiFaults.ErrorOf(new TimeoutException()).Status);
        await Task.CompletedTask;
    }

    [Fact]
    public void Fault_OfTheCompanysRoutes_HasTheDocumentedWords()
    {
        var error = ApiFaults.ErrorOf(new InvalidOperationException("canary"));
        var body = ApiErrors.ShapeOf(new DefaultHttpContext { Request = { Path = "/api/v1/integrations" } }).Body(error, "r");
        Assert.Equal("""{"success":false,"message":"Internal server error"}""", JsonSerializer.Serialize(body, JsonSerializerOptions.Web));
    }

    [Fact, Proves("V1")]
    public async Task SignIn_TwentyAMinutePerAddress_ThenTheDocumented429()
    {
        await using var strict = new HubApp().With("RateLimits:SignIn", "3");
        using var client = strict.Anonymous();
        for (var i = 0; i < 3; i++)
        {
            using var answer = await client.PostAsJsonAsync("/api/auth/token", new { email = "x@y.test", password = "a wrong password" });
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal($"{2 - i}", answer.Headers.GetValues("X-RateLimit-Remaining").Single());
        }

        using var refused = await client.PostAsJsonAsync("/api/auth/token", new { email = "x@y.test", password = "a wrong password" });
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        // What nodes lease of a limit counts for as long as they may use it, besides.
        var longest = HubDatabase.IsPostgresRound ? (RateCounter.Window + SharedRateCounter.UseBy).TotalSeconds : RateCounter.Window.TotalSeconds;
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, longest);
        Assert.Equal("3", refused.Headers.GetValues("X-RateLimit-Limit").Single());
        var error = (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error");
        Assert.Equal("RATE_LIMIT_EXCEEDED", error.GetProperty("code").GetString());
        Assert.Equal("Rate limit exceeded. Please try again later.", error.GetProperty("message").GetString());
        Assert.InRange(error.GetProperty("retryAfter").GetDouble(), 1, longest);
        Assert.Equal(["code", "message", "retryAfter"], error.EnumerateObject().Select(member => member.Name));
    }

    [Fact, Proves("V4")]
    public async Task ForwardedFor_OfAnUnknownProxy_ChangesNothing()
    {
        await using var strict = new HubApp().With("RateLimits:SignIn", "2");
        using var client = strict.Anonymous();
        var last = HttpStatusCode.OK;
        for (var i = 0; i < 3; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/auth/token") { Content = JsonContent.Create(new { email = "x@y.test", password = "a wrong password" }) };
            request.Headers.Add("X-Forwarded-For", $"198.51.100.{i}");
            using var answer = await client.SendAsync(request);
            last = answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
    }

    [Fact, Proves("V4")]
    public async Task ForwardedFor_OfAKnownProxy_IsBelieved()
    {
        await using var behind = new HubApp().With("RateLimits:SignIn", "1").With("Hub:KnownProxies:0", "127.0.0.1");
        using var client = behind.Anonymous();
        for (var i = 0; i < 3; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/auth/token") { Content = JsonContent.Create(new { email = "admin@acme.test", password = "a wrong password" }) };
            request.Headers.Add("X-Forwarded-For", $"198.51.100.{i}");
            using var answer = await client.SendAsync(request);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }

        await using var db = await behind.Services.GetRequiredService<IDbContextFactory<Core.Storage.IntegrationsDbContext>>().CreateDbContextAsync();
        var addresses = await db.AuditEntries.Where(a => a.Action == "session.sign_in_failed").Select(a => a.RemoteAddress).ToListAsync();
        Assert.Equal(["198.51.100.0", "198.51.100.1", "198.51.100.2"], addresses.Order(StringComparer.Ordinal));
    }

    [Theory, Proves("B4")]
    [InlineData(null, true)]
    [InlineData("https://evil.example", false)]
    [InlineData("null", false)]
    [InlineData("own", true)]
    public async Task Circuit_OtherOrigins_GetNoSocket(string? origin, bool isLetIn)
    {
        using var client = hub.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin == "own" ? hub.Address.GetLeftPart(UriPartial.Authority) : origin);
        }

        using var answer = await client.SendAsync(request);
        Assert.Equal(isLetIn ? HttpStatusCode.OK : HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact, Proves("S11")]
    public async Task Cors_IsOff_UnlessTheOriginIsListedExactly()
    {
        Assert.Null(await AllowedAsync(hub, "https://app.example.org"));

        await using var open = new HubApp().With("Auth:AllowedOrigins:0", "https://app.example.org");
        Assert.Equal("https://app.example.org", await AllowedAsync(open, "https://app.example.org"));
        Assert.Null(await AllowedAsync(open, "https://app.example.org.evil.example"));
        Assert.Null(await AllowedAsync(open, "http://app.example.org"));
    }

    [Fact, Proves("V9")]
    public async Task Health_TellsNothing()
    {
        using var client = hub.Anonymous();
        Assert.Equal("{\"status\":\"ok\"}", await client.GetStringAsync(new Uri("/health/live", UriKind.Relative)));
        Assert.Equal("{\"status\":\"ok\"}", await client.GetStringAsync(new Uri("/health/ready", UriKind.Relative)));
        // Figures go to a collector; no address serves them.
        foreach (var address in new[] { "/metrics", "/health/metrics", "/api/metrics" })
        {
            Assert.NotEqual(HttpStatusCode.OK, (await client.GetAsync(new Uri(address, UriKind.Relative))).StatusCode);
        }
    }

    [Fact, Proves("S9")]
    public async Task KeySet_VerifiesAndHasNoPrivatePart()
    {
        using var client = hub.Anonymous();
        var set = await client.GetFromJsonAsync<JsonElement>("/.well-known/jwks.json");
        var key = set.GetProperty("keys")[0];

        Assert.Equal(["alg", "crv", "kid", "kty", "use", "x", "y"], key.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
    }

    [Fact, Proves("A3")]
    public void OpenEndpoints_AreTheseAndNoOthers()
    {
        // Descriptions of the product and the page that shows them; vendors' events carry a signature instead. /health/self wants a ticket of the hub's own.
        string[] expected =
        [
            "/api/auth/token", "/.well-known/jwks.json", "/health/live", "/health/ready", "/health/self", "/api/integrations/oauth/callback", "/account/sign-out",
            "/api/openapi/{documentName}.json", "/api/docs/{documentName?}", "/api/docs/scalar.js", "/api/docs/scalar.aspnetcore.js", "/api/docs/favicon.svg",
            "/api/webhooks/{provider}/{integrationId:guid}",
            // Where programs that sign in by themselves find their way and take their tokens; where a person lets one in is open to that person alone.
            "/.well-known/oauth-authorization-server", "/.well-known/oauth-protected-resource", "/.well-known/oauth-protected-resource/mcp",
            "/oauth/token", "/oauth/revoke", "/oauth/register", "/oauth/refused",
            // Pages on the way in, and what they ask; widgets and calendars, whose address is a secret.
            "/", "/error", "/not-found", "/setup", "/setup/passkey", "/account/sign-in", "/account/sign-in/code", "/account/denied", "/account/forgot-password", "/account/choose-password",
            "/account/passkeys/assertion", "/account/microsoft", "/account/microsoft/callback", "/connect/confirm", "/connect/failed", "/embed/{widget}/{token}", "/calendar/{secret}.ics", "/theme.css",
            "/signin", "/account/organization/{organizationId:guid}", "/account/organization/{organizationId:guid}/callback", "/connect/with/{secret}", "/connect/link/{id:guid}",
        ];
        using var started = hub.Anonymous();
        var open = hub.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            // Files of wwwroot.
            .Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/'))
            // In Development alone, and it answers as strangers' vendors do.
            .Where(route => !route.StartsWith("/sandbox", StringComparison.Ordinal))
            // The framework's own: a circuit belongs to who its cookie says, and Core is asked as that person.
            .Where(route => !route.StartsWith("/_framework/", StringComparison.Ordinal) && !route.StartsWith("/_blazor", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal)
            .ToList();

        Assert.True(open.Count > 20);
        Assert.Equal("", string.Join(' ', open.Except(expected, StringComparer.Ordinal)));
    }

    [Fact, Proves("S2", "B2")]
    public async Task Circuit_EndsWhenTheStampChanges_OrTheSessionEnds()
    {
        var services = hub.Services;
        using var started = hub.Anonymous();
        var directory = services.GetRequiredService<UserDirectory>();
        await using var db = await services.GetRequiredService<IDbContextFactory<Core.Storage.IntegrationsDbContext>>().CreateDbContextAsync();
        var user = await db.Users.SingleAsync(u => u.Email == "admin@globex.test");
        var signIn = services.GetRequiredService<Core.Identity.Accounts.SignInService>();
        var browsers = services.GetRequiredService<Core.Identity.Accounts.BrowserSessions>();
        var origin = new Core.Identity.Accounts.SignInOrigin("127.0.0.1", "r");
        var who = (await signIn.CheckPasswordAsync(user.Email!, DemoOptions.DefaultPassword, origin, CancellationToken.None)).Value;
        var session = await browsers.OpenAsync(who, SignInProof.Password, endSession: null, origin, CancellationToken.None);
        var standing = new SessionStanding(session.AuthenticatedAt, session.Proof);
        var state = new AuthenticationState(HubClaims.ForSession(who, session.Id, standing, "127.0.0.1"));
        Assert.True(await SessionRevalidation.IsStillTrueAsync(directory, state, CancellationToken.None));
        Assert.True(new AccessOptions().SessionCheck <= TimeSpan.FromSeconds(50));

        user.SecurityStamp = "changed";
        await db.SaveChangesAsync();
        directory.Forget(user.Id);
        Assert.False(await SessionRevalidation.IsStillTrueAsync(directory, state, CancellationToken.None));

        var again = (await directory.FindEnabledAsync(user.Id, CancellationToken.None))!;
        var fresh = new AuthenticationState(HubClaims.ForSession(again, session.Id, standing, "127.0.0.1"));
        Assert.True(await SessionRevalidation.IsStillTrueAsync(directory, fresh, CancellationToken.None));
        await browsers.EndAsync(new Caller(user.Id, user.OrganizationId, user.Role), session.Id, CancellationToken.None);
        Assert.False(await SessionRevalidation.IsStillTrueAsync(directory, fresh, CancellationToken.None));
    }

    private static async Task<string?> AllowedAsync(HubApp app, string origin)
    {
        using var client = app.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Options, "/api/whoami");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "GET");
        request.Headers.Add("Access-Control-Request-Headers", "authorization");
        using var answer = await client.SendAsync(request);
        return answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null;
    }

    [Fact, Proves("O6")]
    public async Task RedirectUri_IsOfTheConfiguredOrigin_WhateverTheRequestSaysOfItsHost()
    {
        await using var behind = new HubApp().With("Hub:KnownProxies:0", "127.0.0.1").With("Hub:PublicOrigin", "https://hub.example.org");
        using var client = await behind.WithTokenOfAsync("admin@acme.test");
        using var created = await client.PostAsJsonAsync("/api/tenant/integrations", new { integrationId = "github", name = "Whose host" });
        var id = (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/tenant/integrations/{id}/connect/oauth") { Content = JsonContent.Create(new { returnUrl = "/integrations" }) };
        request.Headers.Host = "evil.example";
        request.Headers.Add("X-Forwarded-Host", "evil.example");
        request.Headers.Add("X-Forwarded-Proto", "http");
        request.Headers.Add("Forwarded", "host=evil.example;proto=http");

        using var started = await client.SendAsync(request);

        var address = (await started.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("authorizationUrl").GetString()!;
        Assert.DoesNotContain("evil", address, StringComparison.Ordinal);
        Assert.Contains(Uri.EscapeDataString("https://hub.example.org/api/integrations/oauth/callback"), address, StringComparison.Ordinal);
    }

    [Fact, Proves("S11")]
    public async Task Cors_ForEveryOrigin_CannotBeSet()
    {
        await using var open = new HubApp().With("Auth:AllowedOrigins:0", "*");

        Assert.Contains("Auth:AllowedOrigins", Assert.ThrowsAny<Exception>(() => open.Anonymous()).ToString(), StringComparison.Ordinal);
    }

    [Theory, Proves("B4")]
    [InlineData("https://evil.example", true)]
    [InlineData("own", false)]
    public async Task Circuit_SocketItself_IsForOurPagesOnly(string origin, bool isForbidden)
    {
        using var client = hub.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/_blazor?id=made-up");
        request.Headers.Add("Origin", origin == "own" ? hub.Address.GetLeftPart(UriPartial.Authority) : origin);
        request.Headers.Add("Connection", "Upgrade");
        request.Headers.Add("Upgrade", "websocket");
        request.Headers.Add("Sec-WebSocket-Version", "13");
        request.Headers.Add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        using var answer = await client.SendAsync(request);

        Assert.Equal(isForbidden, answer.StatusCode == HttpStatusCode.Forbidden);
    }

    [Theory, Proves("I1")]
    [InlineData(20, HttpStatusCode.Unauthorized)]
    [InlineData(33, HttpStatusCode.RequestHeaderFieldsTooLarge)]
    public async Task Headers_AreThirtyTwoKilobytesAtMost(int kilobytes, HttpStatusCode status)
    {
        using var client = hub.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/whoami");
        for (var header = 0; header < kilobytes; header++)
        {
            request.Headers.Add($"X-Filler-{header}", new string('x', 1_000));
        }

        using var answer = await client.SendAsync(request);

        Assert.Equal(status, answer.StatusCode);
    }

    [Theory, Proves("I1")]
    [InlineData(1, 0, null)]
    [InlineData(100, 1_000_000, null)]
    [InlineData(101, 0, "limit")]
    [InlineData(0, 0, "limit")]
    [InlineData(1, -1, "offset")]
    [InlineData(1, 1_000_001, "offset")]
    public void Pages_HaveAHundredRows_AndAMillionBeforeThem_AtMost(int limit, int offset, string? refused) =>
        Assert.Equal(refused, new Primitives.PageRequest(limit, offset).Validate()?.Fields?.Keys.Single());
}
