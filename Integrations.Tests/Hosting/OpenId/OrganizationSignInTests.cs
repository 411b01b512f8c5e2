using System.Net;
using Integrations.Core.Identity.OpenId;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Hosting.SignIn.OpenId;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Hosting.OpenId;

/// <summary>The hub against a provider that lies, hangs and floods: the organization's administrator chose its address, and no one else vouches for it.</summary>
public sealed class OrganizationSignInTests(OrganizationSignInScene scene) : IClassFixture<OrganizationSignInScene>
{
    private const string Metadata = "/.well-known/openid-configuration";

    [Fact]
    public async Task Member_SignsIn_AndTheSessionIsOneOfThePersons()
    {
        await using var provider = await ForgedProvider.StartAsync();
        await using var bench = await OrganizationSignInBench.StartAsync();
        await bench.SetAsync(provider.Issuer);

        Assert.Equal(("/integrations", "user@acme.test"), await bench.SignInAsync());
        var actions = await bench.ReadAsync(db => db.AuditEntriesOf(bench.OrganizationId));
        Assert.Contains("organization.sign_in_changed", actions);
        Assert.Contains("member.provider_linked", actions);
        Assert.Contains("session.signed_in", actions);
    }

    [Theory]
    [InlineData("issuer", "https://id.elsewhere.example", "openid.metadata_refused")]
    [InlineData("issuer", null, "openid.metadata_refused")]
    [InlineData("token_endpoint", "http://10.0.0.8/token", "openid.metadata_refused")]
    [InlineData("token_endpoint", "http://169.254.169.254/latest", "openid.metadata_refused")]
    [InlineData("token_endpoint", "http://id.acme.example/token", "openid.metadata_refused")]
    [InlineData("token_endpoint", null, "openid.metadata_refused")]
    [InlineData("userinfo_endpoint", "https://10.0.0.8/me", "openid.metadata_refused")]
    [InlineData("authorization_endpoint", "javascript:alert(1)", "openid.metadata_refused")]
    [InlineData("authorization_endpoint", "http://id.acme.example/auth", "openid.metadata_refused")]
    [InlineData("pushed_authorization_request_endpoint", "https://[::1]/par", "openid.metadata_refused")]
    [InlineData("jwks_uri", "https://10.0.0.8/jwks", "openid.unreachable")]
    [InlineData("jwks_uri", "file:///etc/passwd", "openid.unreachable")]
    public async Task LyingMetadata_IsRefused_AndNoOneIsSentThere(string name, string? value, string expected)
    {
        await using var provider = await ForgedProvider.StartAsync();
        var bench = await scene.BenchAsync();
        await bench.SetAsync(provider.Issuer);
        provider.Metadata = document => document[name] = value;

        var (page, who) = await bench.SignInAsync();

        Assert.Equal((expected, null), (OrganizationSignInBench.Outcome(page), who));
        Assert.DoesNotContain("/auth", provider.Asked);
        Assert.DoesNotContain("/token", provider.Asked);
    }

    [Fact]
    public async Task NameThatLeadsIntoAForbiddenNetwork_IsNotCalled()
    {
        await using var provider = await ForgedProvider.StartAsync();
        await using var bench = await OrganizationSignInBench.StartAsync();
        await bench.SetAsync(provider.Issuer);
        // Saved while the network was open; no longer open now.
        await using var closed = await OrganizationSignInBench.StartAsync(opensLoopback: false);
        var refused = await closed.SaveAsync(settings => settings.Issuer = provider.Issuer);
        var local = await closed.SaveAsync(settings => settings.Issuer = "https://localhost");
        await closed.SetAsync("https://id.acme.example");
        await closed.ReadAsync(db => db.Set<OrganizationSignIn>().ExecuteUpdateAsync(set => set.SetProperty(s => s.Issuer, provider.Issuer)));
        provider.Asked.Clear();

        var (page, _) = await closed.SignInAsync();

        Assert.Equal("validation", refused.Failure?.Code);
        Assert.Equal("validation", local.Failure?.Code);
        Assert.Equal("openid.unreachable", OrganizationSignInBench.Outcome(page));
        Assert.Empty(provider.Asked);
    }

    [Theory]
    [InlineData(Metadata, "redirect", "openid.metadata_refused")]
    [InlineData(Metadata, "giant", "openid.metadata_refused")]
    [InlineData(Metadata, "garbage", "openid.metadata_refused")]
    [InlineData(Metadata, "deep", "openid.metadata_refused")]
    [InlineData(Metadata, "hang", "openid.unreachable")]
    [InlineData(Metadata, "half", "openid.unreachable")]
    [InlineData("/jwks", "redirect", "openid.metadata_refused")]
    [InlineData("/jwks", "giant", "openid.metadata_refused")]
    [InlineData("/jwks", "garbage", "openid.metadata_refused")]
    [InlineData("/token", "redirect", "failed")]
    [InlineData("/token", "giant", "failed")]
    [InlineData("/token", "garbage", "failed")]
    [InlineData("/token", "hang", "openid.unreachable")]
    [InlineData("/token", "half", "openid.unreachable")]
    [InlineData("/me", "redirect", "failed")]
    [InlineData("/me", "giant", "failed")]
    [InlineData("/me", "garbage", "failed")]
    [InlineData("/me", "hang", "openid.unreachable")]
    public async Task HostileAnswer_EndsInAPlainPage_AndLetsNoOneIn(string path, string how, string expected)
    {
        await using var provider = await ForgedProvider.StartAsync();
        var bench = await scene.BenchAsync(isImpatient: how is "hang" or "half");
        await bench.SetAsync(provider.Issuer);
        using var over = new CancellationTokenSource();
        var trap = await ForgedProvider.StartAsync();
        provider.Instead[path] = context => HostileAsync(context, how, trap.Issuer, over.Token);

        var (page, who) = await bench.SignInAsync();
        using var browser = bench.Stranger();
        using var said = await browser.GetAsync(new Uri(page, UriKind.Relative));
        await over.CancelAsync();

        Assert.Equal((expected, null), (OrganizationSignInBench.Outcome(page), who));
        Assert.Equal(HttpStatusCode.OK, said.StatusCode);
        Assert.Empty(trap.Asked);
        await trap.DisposeAsync();
    }

    [Fact]
    public async Task Trying_ShowsWhatCame_AndSavesNothing()
    {
        await using var provider = await ForgedProvider.StartAsync();
        await using var bench = await OrganizationSignInBench.StartAsync();
        await bench.SetAsync(provider.Issuer, settings => settings.IsOn = false);
        using var admin = await bench.Hub.SignedInAsync("admin@acme.test");
        using var stranger = bench.Stranger();
        provider.Claims["email"] = "other@acme.test";
        provider.Claims["department"] = "<b>Sales</b>";

        var page = await bench.FollowAsync(admin, OpenIdHosting.TryPath(bench.OrganizationId));
        var shown = await admin.GetStringAsync(new Uri(page, UriKind.Relative));
        using var denied = await stranger.GetAsync(new Uri(OpenIdHosting.TryPath(bench.OrganizationId), UriKind.Relative));
        var off = await bench.FollowAsync(stranger, OpenIdHosting.SignInPath(bench.OrganizationId));

        Assert.Equal(OpenIdTries.PagePath, page);
        Assert.Contains("other@acme.test", shown, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;Sales&lt;/b&gt;", shown, StringComparison.Ordinal);
        Assert.Equal("admin@acme.test", await bench.WhoAsync(admin));
        Assert.False(await bench.ReadAsync(db => db.Users.AnyAsync(u => u.Email == "other@acme.test")));
        Assert.NotEqual(HttpStatusCode.OK, denied.StatusCode);
        Assert.Equal("openid.off", OrganizationSignInBench.Outcome(off));

        provider.Metadata = document => document["issuer"] = "https://id.elsewhere.example";
        Assert.Equal(OpenIdTries.PagePath, await bench.FollowAsync(admin, OpenIdHosting.TryPath(bench.OrganizationId)));
        Assert.Contains("id.elsewhere.example", await admin.GetStringAsync(new Uri(OpenIdTries.PagePath, UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignInPage_OffersTheProviderOfADomain_WhetherTheAddressHasAnAccountOrNot()
    {
        await using var provider = await ForgedProvider.StartAsync();
        await using var bench = await OrganizationSignInBench.StartAsync();
        using var browser = bench.Stranger();
        Assert.DoesNotContain("Continue with your organization", await browser.GetStringAsync(new Uri("/account/sign-in", UriKind.Relative)), StringComparison.Ordinal);
        await bench.SetAsync(provider.Issuer);

        Assert.Contains("Continue with your organization", await browser.GetStringAsync(new Uri("/account/sign-in", UriKind.Relative)), StringComparison.Ordinal);
        var known = await FindAsync(browser, "user@acme.test");
        var unknown = await FindAsync(browser, "no-one@acme.test");
        Assert.Contains("Acme ID", known, StringComparison.Ordinal);
        Assert.Equal(Plain(known), Plain(unknown));
        Assert.DoesNotContain("Acme ID", await FindAsync(browser, "user@globex.test"), StringComparison.Ordinal);
        Assert.Contains("Acme ID", await browser.GetStringAsync(new Uri($"/signin?organization={bench.OrganizationId}", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SuperAdministratorOfTheOrganization_IsNeverLetInByItsProvider()
    {
        await using var provider = await ForgedProvider.StartAsync();
        await using var bench = await OrganizationSignInBench.StartAsync();
        await bench.SetAsync(provider.Issuer, settings => settings.CreatesAccounts = true);
        await bench.ReadAsync(db => db.Users.Where(u => u.Email == "user@acme.test").ExecuteUpdateAsync(set => set.SetProperty(u => u.Role, Role.SuperAdmin)));

        var (page, who) = await bench.SignInAsync();

        Assert.Equal(("openid.unknown", null), (OrganizationSignInBench.Outcome(page), who));
    }

    private static async Task<string> FindAsync(HttpClient browser, string email)
    {
        var page = await browser.GetStringAsync(new Uri("/signin", UriKind.Relative));
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["_handler"] = "find-provider",
            ["__RequestVerificationToken"] = HubApp.FormToken(page),
            ["Form.Email"] = email,
        });
        using var answer = await browser.PostAsync(new Uri("/signin", UriKind.Relative), form);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The panel alone: what differs between two loads of any page is not in it.</summary>
    private static string Plain(string page)
    {
        var start = page.IndexOf("class=\"panel ways-in\"", StringComparison.Ordinal);
        return page[start..page.IndexOf("</main>", start, StringComparison.Ordinal)];
    }

    private static async Task HostileAsync(HttpContext context, string how, string elsewhere, CancellationToken over)
    {
        switch (how)
        {
            case "redirect":
                context.Response.Redirect(elsewhere + context.Request.Path);
                return;
            case "giant":
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync("{\"padding\":\"" + new string('a', 2_000_000) + "\"}", over);
                return;
            case "deep":
                await context.Response.WriteAsync(string.Concat(Enumerable.Repeat("{\"a\":", 5_000)), over);
                return;
            case "garbage":
                await context.Response.WriteAsync("<html>\0", over);
                return;
            case "hang":
                await Task.WhenAny(Task.Delay(Timeout.InfiniteTimeSpan, over));
                return;
            default:
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync("{", CancellationToken.None);
                await context.Response.Body.FlushAsync(CancellationToken.None);
                await Task.WhenAny(Task.Delay(Timeout.InfiniteTimeSpan, over));
                return;
        }
    }
}
