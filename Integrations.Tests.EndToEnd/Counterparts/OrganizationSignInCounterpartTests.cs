using System.Net;
using System.Net.Http.Json;
using Integrations.Core.Demo;
using Integrations.Core.Permissions;
using Integrations.Tests.EndToEnd.VendorClients;
using Integrations.Tests.Hosting.OpenId;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Hosting.SignIn.OpenId;

namespace Integrations.Tests.EndToEnd.Counterparts;

/// <summary>Signing in with an organization's own provider against one that was written elsewhere: npm's oidc-provider.</summary>
public sealed class OrganizationSignInCounterpartTests(NodeCounterparts node, ITestOutputHelper output) : IClassFixture<NodeCounterparts>
{
    private static readonly long Now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    /// <summary>Identity tokens and answers that let no one in.</summary>
    private static readonly (string What, object Order)[] Refused =
    [
        ("nonce of another flow", new { claims = new { nonce = "another" } }),
        ("no nonce", new { without = new[] { "nonce" } }),
        ("issuer elsewhere", new { claims = new { iss = "https://id.elsewhere.test" } }),
        ("no issuer", new { without = new[] { "iss" } }),
        ("expired", new { claims = new { iat = Now - 7_200, exp = Now - 3_600 } }),
        ("no end", new { without = new[] { "exp" } }),
        ("not valid yet", new { claims = new { nbf = Now + 3_600 } }),
        ("for another client", new { claims = new { aud = "another" } }),
        ("for another client as well, which it is authorized for", new { claims = new { aud = new[] { "hub", "another" }, azp = "another" } }),
        ("signed by another key", new { key = "other" }),
        ("signed with the client's secret", new { alg = "HS256" }),
        ("not signed", new { alg = "none" }),
        ("no identity token", new { without = new[] { "id_token" } }),
        ("no subject", new { without = new[] { "sub" } }),
        ("another subject than the user info's", new { claims = new { sub = "eve" } }),
        ("code refused", new { status = 400, body = new { error = "invalid_grant" } }),
        ("answer of a proxy", new { status = 502, body = "<html>Bad gateway</html>" }),
        ("answer that is no JSON", new { status = 200, body = "<html>Hello</html>" }),
    ];

    [Theory]
    [InlineData("client_secret_post", false)]
    [InlineData("client_secret_basic", true)]
    public async Task Member_SignsInWithTheAccountOfTheirAddress_ByCodeWithPkceAndNonce(string authMethod, bool addressInUserInfoOnly)
    {
        await using var bench = await OrganizationSignInBench.StartAsync();
        await using var provider = await StartAsync(bench, authMethod, addressInUserInfoOnly);

        var first = await bench.SignInAsync();
        // The address at the provider changes; the person is the same.
        await provider.OrderAsync(new { person = new { sub = "ada", email = "ada@elsewhere.test", email_verified = false } });
        var second = await bench.SignInAsync();

        Assert.Equal(("/integrations", "user@acme.test"), first);
        Assert.Equal(("/integrations", "user@acme.test"), second);
        var seen = await provider.CountsAsync();
        Assert.Equal((2, 2, 2), (seen.GetProperty("pkce").GetInt32(), seen.GetProperty("nonce").GetInt32(), seen.GetProperty("tokens").GetInt32()));
        Assert.Equal(authMethod == "client_secret_basic" ? 2 : 0, seen.GetProperty("basic").GetInt32());
    }

    [Fact]
    public async Task ForgedAndBrokenAnswers_LetNoOneIn()
    {
        await using var bench = await OrganizationSignInBench.StartAsync();
        await using var provider = await StartAsync(bench);
        var wrong = new List<string>();

        foreach (var (what, order) in Refused)
        {
            await provider.OrderAsync(order);
            var (page, who) = await bench.SignInAsync();
            if (OrganizationSignInBench.Outcome(page) != OpenIdAnswer.Failed || who is not null)
            {
                wrong.Add($"{what}: {page} {who}");
            }
        }

        Assert.Empty(wrong);
        Assert.Equal("user@acme.test", (await bench.SignInAsync()).Who);
        output.WriteLine($"counterpart: oidc-provider: {Refused.Length} forged or broken answers let no one in");
    }

    [Fact]
    public async Task Callback_OpenedTwice_OrInAnotherBrowser_OrAtAnotherOrganization_LetsNoOneIn()
    {
        await using var bench = await OrganizationSignInBench.StartAsync();
        await using var provider = await StartAsync(bench);
        using var mine = bench.Stranger();
        using var another = bench.Stranger();
        var callback = await bench.ToCallbackAsync(mine, OpenIdHosting.SignInAddress(bench.OrganizationId, "/integrations"));
        var elsewhere = new Uri(callback.AbsoluteUri.Replace(bench.OrganizationId.ToString("D"), Guid.NewGuid().ToString("D"), StringComparison.Ordinal));
        var otherIssuer = new Uri(callback.AbsoluteUri.Replace("iss=http", "iss=https", StringComparison.Ordinal));

        Assert.Equal("failed", OrganizationSignInBench.Outcome(await bench.EndAsync(another, callback)));
        Assert.Equal("openid.off", OrganizationSignInBench.Outcome(await bench.EndAsync(mine, elsewhere)));
        Assert.NotEqual(callback, otherIssuer);
        Assert.Equal("failed", OrganizationSignInBench.Outcome(await bench.EndAsync(mine, otherIssuer)));
        Assert.Equal("/integrations", await bench.EndAsync(mine, callback));
        Assert.Equal("failed", OrganizationSignInBench.Outcome(await bench.EndAsync(mine, callback)));
        Assert.Null(await bench.WhoAsync(another));
        Assert.Equal("user@acme.test", await bench.WhoAsync(mine));
    }

    [Fact]
    public async Task KeysThatChanged_AreReadAnew_AndTheSignInSucceeds()
    {
        await using var bench = await OrganizationSignInBench.StartAsync();
        await using var provider = await StartAsync(bench);
        Assert.Equal("user@acme.test", (await bench.SignInAsync()).Who);

        await provider.OrderAsync(new { rotate = true });

        Assert.Equal("user@acme.test", (await bench.SignInAsync()).Who);
    }

    [Fact]
    public async Task Stranger_GetsAnAccountOnlyWhereTheOrganizationWantsThat_AndTheRoleOfTheirGroup()
    {
        await using var bench = await OrganizationSignInBench.StartAsync();
        await using var provider = await StartAsync(bench);
        await provider.OrderAsync(new { person = new { sub = "new", email = "new@acme.test", email_verified = true, name = "Nele Neu", groups = new[] { "staff", "hub-admins" } } });
        Assert.Equal("openid.unknown", OrganizationSignInBench.Outcome((await bench.SignInAsync()).Page));

        await bench.SetAsync(IssuerOf(provider), settings => (settings.CreatesAccounts, settings.RoleClaim, settings.AdministratorValues) = (true, "groups", "hub-admins"));
        Assert.Equal("new@acme.test", (await bench.SignInAsync()).Who);
        Assert.Equal((Role.TenantAdmin, "Nele Neu"), await bench.UserAsync("new@acme.test", u => (u.Role, u.DisplayName)));

        await provider.OrderAsync(new { person = new { sub = "new", email = "new@acme.test", email_verified = true, groups = new[] { "staff" } } });
        Assert.Equal("new@acme.test", (await bench.SignInAsync()).Who);
        Assert.Equal(Role.User, await bench.UserAsync("new@acme.test", u => u.Role));
    }

    [Theory]
    [InlineData("user@acme.test", false, "openid.unverified")]
    [InlineData("user@acme.test", null, "openid.unverified")]
    [InlineData("user@globex.test", true, "openid.domain")]
    [InlineData("super@demo.test", true, "openid.domain")]
    [InlineData(null, true, "openid.unverified")]
    public async Task AddressThatIsNotTheOrganizationsOwn_OpensNothing(string? email, bool? isVerified, string expected)
    {
        await using var bench = await OrganizationSignInBench.StartAsync();
        await using var provider = await StartAsync(bench);
        var person = new Dictionary<string, object>(StringComparer.Ordinal) { ["sub"] = "eve" };
        if (email is not null)
        {
            person["email"] = email;
        }

        if (isVerified is { } verified)
        {
            person["email_verified"] = verified;
        }

        await provider.OrderAsync(new { person });
        var (page, who) = await bench.SignInAsync();

        Assert.Equal((expected, null), (OrganizationSignInBench.Outcome(page), who));
    }

    [Fact]
    public async Task RequiredProvider_RefusesPasswordsAtThePageAndForTokens_ButNotTheOwnersAndSuperAdministrators()
    {
        await using var bench = await OrganizationSignInBench.StartAsync();
        await using var provider = await StartAsync(bench);
        var owner = await bench.UserAsync("admin@acme.test", u => u.Id);
        await bench.SetAsync(IssuerOf(provider), settings => (settings.IsEnforced, settings.OwnerId) = (true, owner));
        using var member = bench.Stranger();
        using var program = bench.Hub.Anonymous();

        using var page = await HubApp.SignInAsync(member, "user@acme.test", DemoOptions.DefaultPassword);
        using var token = await program.PostAsJsonAsync("/api/auth/token", new { email = "user@acme.test", password = DemoOptions.DefaultPassword });
        using var guess = await program.PostAsJsonAsync("/api/auth/token", new { email = "user@acme.test", password = "wrong wrong wrong" });

        Assert.Equal(HttpStatusCode.BadRequest, page.StatusCode);
        var words = WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync());
        Assert.Contains("sign in with its own provider", words, StringComparison.Ordinal);
        Assert.Contains(OpenIdHosting.SignInPath(bench.OrganizationId), words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, token.StatusCode);
        Assert.Contains("auth.provider_only", await token.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, guess.StatusCode);
        Assert.Equal("user@acme.test", (await bench.SignInAsync()).Who);
        using var stillOwner = await bench.Hub.SignedInAsync("admin@acme.test");
        using var stillSuper = await bench.Hub.SignedInAsync("super@demo.test");
        using var others = await bench.Hub.SignedInAsync("admin@globex.test");
    }

    [Fact]
    public async Task ConfirmingAnew_NeedsASignInThatTheProviderMadeNow()
    {
        await using var bench = await OrganizationSignInBench.StartAsync();
        await using var provider = await StartAsync(bench);
        using var browser = bench.Stranger();
        Assert.Equal("/integrations", await bench.FollowAsync(browser, OpenIdHosting.SignInAddress(bench.OrganizationId, "/integrations")));
        var fresh = OpenIdHosting.SignInAddress(bench.OrganizationId, "/account", isFresh: true);

        await provider.OrderAsync(new { claims = new { auth_time = Now - 3_600 } });
        Assert.Equal("failed", OrganizationSignInBench.Outcome(await bench.FollowAsync(browser, fresh)));
        await provider.OrderAsync(new { without = new[] { "auth_time" } });
        Assert.Equal("failed", OrganizationSignInBench.Outcome(await bench.FollowAsync(browser, fresh)));
        Assert.Equal("/account", await bench.FollowAsync(browser, fresh));
        Assert.Equal("login", (await provider.CountsAsync()).GetProperty("prompts").EnumerateArray().Select(p => p.GetString()).Last(p => p != ""));
    }

    [Fact]
    public async Task Provider_ThatHangsUp_IsToldAsUnreachable_AndTheNextTryWorks()
    {
        await using var bench = await OrganizationSignInBench.StartAsync();
        await using var provider = await StartAsync(bench);
        await provider.OrderAsync(new { destroy = true });

        Assert.Equal("openid.unreachable", OrganizationSignInBench.Outcome((await bench.SignInAsync()).Page));
        Assert.Equal("user@acme.test", (await bench.SignInAsync()).Who);
    }

    private async Task<NodeServer> StartAsync(OrganizationSignInBench bench, string authMethod = "client_secret_post", bool conform = false)
    {
        var provider = await node.ServeAsync("openid_organization", new
        {
            clientId = OrganizationSignInBench.ClientId,
            clientSecret = OrganizationSignInBench.ClientSecret,
            redirectUri = bench.Callback,
            authMethod,
            conform,
        });
        await bench.SetAsync(IssuerOf(provider));
        return provider;
    }

    private static string IssuerOf(NodeServer provider) => provider.Said.GetProperty("issuer").GetString()!;
}
