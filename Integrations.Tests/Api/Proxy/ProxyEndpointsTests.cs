using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Integrations.Core.Activity;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Api.Proxy;

/// <summary>Calls that are passed on to a vendor's API: what reaches the vendor, and what comes back.</summary>
public sealed class ProxyEndpointsTests(ProxyHub hub) : IClassFixture<ProxyHub>
{
    [Fact]
    public async Task Get_IsSentWithTheConnectionsCredential_AndAnsweredAsItIs()
    {
        hub.Vendor.Answers("/repos/ada/app", 200, """{"id":1}""", "application/json; charset=utf-8", ("ETag", "\"abc\""), ("Link", "<https://api.github.com/x?page=2>; rel=\"next\""), ("X-RateLimit-Remaining", "41"), ("X-Secret-Of-Vendor", "1"));

        using var answer = await hub.SendAsync("GET", "repos/ada/app?per_page=5&q=a%20b");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("""{"id":1}""", await answer.Content.ReadAsStringAsync());
        Assert.Equal("application/json; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("\"abc\"", answer.Headers.ETag!.Tag);
        Assert.Equal("41", Assert.Single(answer.Headers.GetValues("X-RateLimit-Remaining")));
        Assert.Equal("200", Assert.Single(answer.Headers.GetValues("X-Vendor-Status")));
        Assert.True(answer.Headers.Contains("Link"));
        Assert.False(answer.Headers.Contains("X-Secret-Of-Vendor"));
        var call = Assert.Single(hub.Vendor.At("/repos/ada/app"));
        Assert.Equal(("GET", $"Bearer {ProxyHub.Secret}"), (call.Method, call.Headers["Authorization"]));
        Assert.EndsWith("/repos/ada/app?per_page=5&q=a%20b", call.Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_OutsideOfTheList_DoNotReachTheVendor()
    {
        using var answer = await hub.SendAsync(
            "GET", "asked/headers", headers: [("Accept", "text/x"), ("Accept-Language", $"{ProxyVendor.Mark}, de"), ("If-None-Match", "\"1\""), ("Prefer", "x=1"), ("Cookie", "a=b"), ("X-Api-Key", "mine"), ("X-Forwarded-For", "10.0.0.1"), ("Forwarded", "for=10.0.0.1"), ("X-Custom", "1")]);

        var call = Assert.Single(hub.Vendor.At("/asked/headers"));
        Assert.Equal(("text/x", "\"1\"", "x=1"), (call.Headers["Accept"], call.Headers["If-None-Match"], call.Headers["Prefer"]));
        Assert.Contains("de", call.Headers["Accept-Language"], StringComparison.Ordinal);
        Assert.Equal($"Bearer {ProxyHub.Secret}", call.Headers["Authorization"]);
        Assert.DoesNotContain(call.Headers, header => header.Value.Contains(hub.Token, StringComparison.Ordinal));
        Assert.Empty(call.Headers.Keys.Intersect(["Cookie", "X-Api-Key", "X-Forwarded-For", "Forwarded", "X-Custom"], StringComparer.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a/../x")]
    [InlineData("a/..")]
    [InlineData("./x")]
    [InlineData("%2e%2e/x")]
    [InlineData("a/%2E%2e/x")]
    [InlineData("a/.%2e/x")]
    [InlineData("a/..%2fx")]
    [InlineData("a%2f..%2fx")]
    [InlineData("a%5Cx")]
    [InlineData("a\\x")]
    [InlineData("%252e%252e/x")]
    [InlineData("a/..;/x")]
    [InlineData("/evil.example/x")]
    [InlineData("a//b")]
    [InlineData("https://evil.example/x")]
    [InlineData("https:/evil.example/x")]
    [InlineData("https:%2f%2fevil.example/x")]
    [InlineData("a%0d%0aX-Evil:%201")]
    [InlineData("a%00")]
    [InlineData("a%7f")]
    [InlineData("a%zz")]
    [InlineData("a?b=%0d%0a")]
    [InlineData("a#b")]
    public async Task Path_ThatCouldLeaveTheApi_IsRefusedBeforeAnyCall(string path)
    {
        var before = hub.Vendor.Passed.Count;

        var answer = await hub.RawAsync(hub.Path(path));

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Equal(before, hub.Vendor.Passed.Count);
    }

    [Fact]
    public async Task Method_ThatIsNotPassedOn_Is405()
    {
        using var answer = await hub.SendAsync("OPTIONS", "user");
        using var made = await hub.SendAsync("PROPFIND", "user");

        Assert.Equal((HttpStatusCode.MethodNotAllowed, HttpStatusCode.MethodNotAllowed), (answer.StatusCode, made.StatusCode));
    }

    [Fact]
    public async Task Head_IsAnsweredWithoutABody()
    {
        hub.Vendor.Answers("/asked/head", context =>
        {
            context.Response.ContentLength = 1234;
            return Task.CompletedTask;
        });

        using var answer = await hub.SendAsync("HEAD", "asked/head");

        Assert.Equal((HttpStatusCode.OK, 1234L), (answer.StatusCode, answer.Content.Headers.ContentLength));
        Assert.Equal("HEAD", Assert.Single(hub.Vendor.At("/asked/head")).Method);
    }

    [Fact]
    public async Task VendorsRefusals_AreHandedOn()
    {
        hub.Vendor.Answers("/refused", 422, """{"message":"Validation Failed"}""");
        hub.Vendor.Answers("/limited", 429, "{}", "application/json", ("Retry-After", "7200"));

        using var absent = await hub.SendAsync("GET", "absent");
        using var refused = await hub.SendAsync("POST", "refused", new StringContent("{}", new MediaTypeHeaderValue("application/json")));
        using var limited = await hub.SendAsync("GET", "limited");

        Assert.Equal((404, 422, 429), ((int)absent.StatusCode, (int)refused.StatusCode, (int)limited.StatusCode));
        Assert.Contains("Validation Failed", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("7200", Assert.Single(limited.Headers.GetValues("Retry-After")));
    }

    [Fact]
    public async Task CookiesAndChallenges_AreNotHandedOn_AndEveryAnswerIsSandboxed()
    {
        hub.Vendor.Answers("/cookies", 403, "{}", "application/json", ("Set-Cookie", "hub=stolen"), ("WWW-Authenticate", "Basic"), ("Content-Security-Policy", "default-src *"), ("Access-Control-Allow-Origin", "*"), ("Cache-Control", "public, max-age=600"));

        using var answer = await hub.SendAsync("GET", "cookies");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie") || answer.Headers.Contains("WWW-Authenticate") || answer.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.Equal("sandbox; default-src 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
    }

    [Theory]
    [InlineData("text/html", null, "attachment")]
    [InlineData("text/html; charset=utf-8", "inline; filename=a.html", "attachment")]
    [InlineData("image/svg+xml", null, "attachment")]
    [InlineData("application/xhtml+xml", null, "attachment")]
    [InlineData("text/xml", "attachment; filename=\"a.xml\"", "attachment; filename=\"a.xml\"")]
    [InlineData(null, null, "attachment")]
    [InlineData("application/vnd.github+json", null, null)]
    [InlineData("image/png", "inline; filename=a.png", "inline; filename=a.png")]
    public async Task Pages_AreNeverShownAsOurs(string? type, string? disposition, string? expected)
    {
        hub.Vendor.Answers("/page", context =>
        {
            context.Response.ContentType = type;
            context.Response.Headers.ContentDisposition = disposition;
            return context.Response.WriteAsync("<script>alert(1)</script>");
        });

        using var answer = await hub.SendAsync("GET", "page");

        Assert.Equal(expected, answer.Content.Headers.TryGetValues("Content-Disposition", out var values) ? Assert.Single(values) : null);
        Assert.Equal("<script>alert(1)</script>", await answer.Content.ReadAsStringAsync());
    }

    [Theory, Proves("I9")]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    public async Task Redirect_IsNotFollowed_AndItsTargetIsNotTold(int status)
    {
        hub.Vendor.Answers("/moved", status, "", null, ("Location", hub.Vendor.Gateway.Replace("{host}", "evil.example/here?token=1", StringComparison.Ordinal)));

        using var answer = await hub.SendAsync("GET", "moved");
        var body = await answer.Content.ReadAsStringAsync();

        Assert.Equal("proxy.redirected", JsonElement.Parse(body).GetProperty("error").GetProperty("details").GetProperty("reason").GetString());
        Assert.False(answer.Headers.Contains("Location"));
        Assert.DoesNotContain("evil", body, StringComparison.Ordinal);
        Assert.DoesNotContain(hub.Vendor.Calls, call => call.Target.Contains("evil", StringComparison.Ordinal));
    }

    [Fact]
    public async Task NotModified_IsHandedOn()
    {
        hub.Vendor.Answers("/same", 304, "", null, ("ETag", "\"1\""));

        using var answer = await hub.SendAsync("GET", "same", headers: ("If-None-Match", "\"1\""));

        Assert.Equal((HttpStatusCode.NotModified, "\"1\""), (answer.StatusCode, answer.Headers.ETag!.Tag));
    }

    [Theory]
    [InlineData("https://api.github.com/repos/ada/app/issues/7", true)]
    [InlineData("https://evil.example/repos/ada/app/issues/7", false)]
    public async Task Location_OfSomethingMade_LeadsThroughTheHub_OrNowhere(string location, bool isBelow)
    {
        hub.Vendor.Answers("/repos/ada/app/issues", 201, "{}", "application/json", ("Location", location));

        using var answer = await hub.SendAsync("POST", "repos/ada/app/issues", new StringContent("""{"title":"x"}""", new MediaTypeHeaderValue("application/json")));

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal(isBelow ? hub.Path("repos/ada/app/issues/7") : null, answer.Headers.Location?.ToString());
    }

    [Fact]
    public async Task Unauthorized_OfOneAddress_LeavesTheConnectionAlone_AndOfAllEndsIt()
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["token"] = ProxyHub.Secret };
        var id = (await hub.Get<Integrations.Core.Management.IntegrationActions>().CreateOrganizationIntegrationAsync(hub.Admin, new("github", "Ends", fields), CancellationToken.None)).Value;
        hub.Vendor.Answers("/app", 401, """{"message":"A JSON web token could not be decoded"}""");

        using var odd = await hub.SendAsync("GET", "app", id: id);
        using var works = await hub.SendAsync("GET", "user/repos", id: id);
        hub.Vendor.Answers("/user", 401, """{"message":"Bad credentials"}""");
        using var dead = await hub.SendAsync("GET", "app", id: id);
        using var ended = await hub.SendAsync("GET", "user/repos", id: id);
        hub.Vendor.Answers("/user", 200, """{"id":7,"login":"ada","name":"Ada"}""");

        Assert.Contains("proxy.unauthorized", await odd.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, works.StatusCode);
        Assert.Contains("INVALID_CREDENTIALS", await dead.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("INVALID_CREDENTIALS", await ended.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_LeavesOneActivityRow_AndOneAuditRow_WithoutTheQuery()
    {
        var before = TimeProvider.System.GetUtcNow();
        using var read = await hub.SendAsync("GET", "recorded/read?token=hidden-in-query");
        using var changed = await hub.SendAsync("POST", "recorded/change?token=hidden-in-query", new StringContent("{}", new MediaTypeHeaderValue("application/json")));

        var rows = await hub.WithDatabaseAsync(db => db.Activities.Where(a => a.Type == ActivityTypes.Proxy && a.Input!.Contains("recorded/")).OrderBy(a => a.Id).ToListAsync());
        var entry = Assert.Single(await hub.WithDatabaseAsync(db => db.AuditEntries.Where(a => a.Action == "proxy.called" && a.After!.Contains("recorded/")).ToListAsync()));
        Assert.Equal(["""{"method":"GET","path":"recorded/read"}""", """{"method":"POST","path":"recorded/change"}"""], rows.Select(row => row.Input!));
        Assert.All(rows, row => Assert.Equal((hub.GitHub, hub.Admin.UserId, ActivityStatus.Failed, """{"status":404}"""), (row.InstanceId, row.UserId, row.Status, row.Output)));
        Assert.All(rows, row => Assert.InRange(row.OccurredAt, before.AddSeconds(-1), TimeProvider.System.GetUtcNow()));
        Assert.Equal(("""{"method":"POST","path":"recorded/change"}""", hub.GitHub.ToString()), (entry.After, entry.TargetId));
        Assert.DoesNotContain("hidden-in-query", JsonSerializer.Serialize(rows) + JsonSerializer.Serialize(entry), StringComparison.Ordinal);
    }

    [Fact, Proves("L1")]
    public async Task Credential_IsInNoAnswerRowOrLine()
    {
        var texts = new StringBuilder();
        foreach (var (method, path) in new[] { ("GET", "user/repos"), ("POST", "absent"), ("GET", "moved/away"), ("GET", "fails") })
        {
            hub.Vendor.Answers("/moved/away", 302, "", null, ("Location", "https://evil.example/"));
            hub.Vendor.Answers("/fails", context =>
            {
                context.Abort();
                return Task.CompletedTask;
            });
            using var answer = await hub.SendAsync(method, path, method == "POST" ? new StringContent("{}") : null);
            texts.Append(answer).Append(answer.Content.Headers).Append(await answer.Content.ReadAsStringAsync());
        }

        texts.AppendJoin('\n', hub.Logs.Lines);
        texts.Append(JsonSerializer.Serialize(await hub.WithDatabaseAsync(db => db.Activities.AsNoTracking().ToListAsync())));
        texts.Append(JsonSerializer.Serialize(await hub.WithDatabaseAsync(db => db.AuditEntries.AsNoTracking().ToListAsync())));
        Assert.DoesNotContain(ProxyHub.Secret, texts.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(hub.Token, texts.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task IdempotencyKey_IsRefused_BecauseNothingIsKept()
    {
        using var answer = await hub.SendAsync("POST", "kept", new StringContent("{}"), headers: ("Idempotency-Key", "one"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Empty(hub.Vendor.At("/kept"));
    }
}
