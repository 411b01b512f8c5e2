using System.Net;
using Integrations.Core.Identity.Programs;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;
using Integrations.Tests.Api.Mcp;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Api.Auth;

/// <summary>What goes wrong, is stolen or is made up, at each step of signing in; nothing is given for any of it.</summary>
public sealed class ProgramAttackTests(McpHub hub, ITestOutputHelper output) : IClassFixture<McpHub>
{
    private const string Redirect = "https://app.example.org/oauth/callback";
    private const string Loopback = "http://127.0.0.1/callback";

    /// <summary>Each leads to the hub's own page that says why.</summary>
    public static TheoryData<string, string> WrongRedirects => new()
    {
        { Redirect, "https://evil.example/oauth/callback" },
        { Redirect, "https://app.example.org.evil.example/oauth/callback" },
        { Redirect, "https://app.example.org/oauth/other" },
        { Redirect, "https://app.example.org/oauth/callback/" },
        { Redirect, "https://app.example.org/oauth/callback/../../evil" },
        { Redirect, "https://app.example.org/oauth/./callback" },
        { Redirect, "https://app.example.org/oauth/%2e%2e/callback" },
        { Redirect, "https://app.example.org/oauth/callback?next=https://evil.example" },
        { Redirect, "https://app.example.org/oauth/callback#fragment" },
        { Redirect, "https://app.example.org@evil.example/oauth/callback" },
        { Redirect, "https://user:secret@app.example.org/oauth/callback" },
        { Redirect, "https://APP.example.org/oauth/callback" },
        { Redirect, "https://app.example.org:444/oauth/callback" },
        { Redirect, "http://app.example.org/oauth/callback" },
        { Redirect, "https://app.example.org\\@evil.example/oauth/callback" },
        { Redirect, "//app.example.org/oauth/callback" },
        { Redirect, "javascript:alert(1)" },
        { Redirect, "data:text/html,x" },
        { Loopback, "http://127.0.0.1.evil.example/callback" },
        { Loopback, "http://127.0.0.1@evil.example/callback" },
        { Loopback, "http://127.0.0.1:80@evil.example/callback" },
        { Loopback, "http://127.0.0.1:8080/other" },
        { Loopback, "http://127.0.0.1:8080/callback?x=1" },
        { Loopback, "http://127.0.0.1:8080/a/../callback" },
        { Loopback, "http://127.0.0.2:8080/callback" },
        { Loopback, "http://localhost:8080/callback" },
        { Loopback, "http://10.0.0.1:8080/callback" },
        { Loopback, "https://127.0.0.1:8080/callback" },
        { Loopback, "http://0x7f000001:8080/callback" },
    };

    [Theory]
    [MemberData(nameof(WrongRedirects))]
    public async Task Redirect_OfAnotherAddress_LeadsNowhereElse(string registered, string asked)
    {
        var program = await RegisterAsync(registered);
        using var browser = await hub.Hub.App.SignedInAsync(ApiHub.UserEmail);

        var end = await program.GoAsync(browser, program.Authorize(("redirect_uri", asked)));

        Assert.Equal((hub.Hub.App.Address.Authority, "/oauth/refused"), (end.Authority, end.AbsolutePath));
    }

    [Theory]
    [InlineData("http://app.example.org/callback")]
    [InlineData("https://user@app.example.org/callback")]
    [InlineData("https://app.example.org/callback#x")]
    [InlineData("https://app.example.org/a/../b")]
    [InlineData("https://app.example.org/%2e%2e/b")]
    [InlineData("https://*.example.org/callback")]
    [InlineData("https://app.example.org/callback?code=1")]
    [InlineData("myapp://callback")]
    [InlineData("/callback")]
    [InlineData("")]
    public async Task Redirect_ThatIsUnsafe_IsNotRegistered(string address)
    {
        var registered = await hub.Get<ProgramService>().RegisterAsync(hub.Admin, new NewProgram("Unsafe", TokenScopes.Mcp) { Redirects = [address] }, CancellationToken.None);

        Assert.Equal("invalid_redirect_uri", registered.Failure?.Code);
    }

    [Fact]
    public async Task Matrix_OfWhatIsStolenWrongOrMadeUp_GivesNothing()
    {
        using var browser = await hub.Hub.App.SignedInAsync(ApiHub.UserEmail);
        var program = await RegisterAsync(Loopback);
        var other = await RegisterAsync(Loopback);
        var registered = (await hub.Get<ProgramService>().RegisterAsync(hub.Admin, new NewProgram("Service", TokenScopes.Read) { IsService = true }, CancellationToken.None)).Value;
        var service = new OAuthProgram(hub.Hub.App, registered.Row.ClientId, "", registered.Secret!.Reveal());
        var (cases, given) = (0, new List<string>());
        async Task RefusedAsync(string name, Func<Task<bool>> isRefused)
        {
            cases++;
            if (!await isRefused())
            {
                given.Add(name);
            }
        }

        Task PageAsync(string name, params (string Name, string? Value)[] instead) =>
            RefusedAsync(name, async () => (await program.GoAsync(browser, program.Authorize(instead))).AbsolutePath == "/oauth/refused");

        await PageAsync("no PKCE", ("code_challenge", null), ("code_challenge_method", null));
        await PageAsync("plain PKCE", ("code_challenge", program.Verifier), ("code_challenge_method", "plain"));
        await PageAsync("PKCE without its method", ("code_challenge_method", null));
        await PageAsync("another resource", ("resource", "https://elsewhere.example/mcp"));
        await PageAsync("a resource below", ("resource", program.Tools + "/../api"));
        await PageAsync("a resource with a fragment", ("resource", program.Tools + "#x"));
        await PageAsync("an unknown scope", ("scope", "mcp everything"));
        await PageAsync("a wider scope", ("scope", "read"), ("resource", null));
        await PageAsync("tools and routes at once", ("scope", "mcp read"));
        await PageAsync("an implicit token", ("response_type", "token"));
        await PageAsync("an answer in the fragment", ("response_mode", "fragment"));
        await PageAsync("an unknown program", ("client_id", "itp_00000000000000000000000000000000"));
        await PageAsync("no program", ("client_id", null));
        await PageAsync("a request by reference", ("request_uri", "https://elsewhere.example/request"));
        await PageAsync("a request object", ("request", "e30.e30."));

        await RefusedAsync("a code with a wrong verifier", async () => (await program.ExchangeAsync(await program.CodeAsync(browser), ("code_verifier", new string('a', 43)))).IsRefused);
        await RefusedAsync("a code without a verifier", async () => (await program.ExchangeAsync(await program.CodeAsync(browser), ("code_verifier", null))).IsRefused);
        await RefusedAsync("a code of another program", async () => (await other.ExchangeAsync(await program.CodeAsync(browser), ("code_verifier", program.Verifier))).IsRefused);
        await RefusedAsync("a code for another address", async () => (await program.ExchangeAsync(await program.CodeAsync(browser), ("redirect_uri", "http://127.0.0.1:1/callback"))).IsRefused);
        await RefusedAsync("a code for another resource", async () => (await program.ExchangeAsync(await program.CodeAsync(browser), ("resource", hub.Hub.App.Address.AbsoluteUri))).Error == "invalid_target");
        await RefusedAsync("a code that is over", async () =>
        {
            var code = await program.CodeAsync(browser);
            await hub.WithDatabaseAsync(db => db.Set<ProgramToken>().ExecuteUpdateAsync(set => set.SetProperty(t => t.ExpirationDate, DateTime.UnixEpoch)));
            return (await program.ExchangeAsync(code)).IsRefused;
        });
        await RefusedAsync("a made-up code", async () => (await program.ExchangeAsync(new string('A', 43))).IsRefused);
        await RefusedAsync("a refresh token as a code", async () => (await program.ExchangeAsync((await program.SignInAsync(browser)).Refresh!)).IsRefused);
        await RefusedAsync("a refresh token as an access token", async () => await program.CallAsync((await program.SignInAsync(browser)).Refresh) == HttpStatusCode.Unauthorized);
        await RefusedAsync("a code as an access token", async () => await program.CallAsync(await program.CodeAsync(browser)) == HttpStatusCode.Unauthorized);
        await RefusedAsync("a made-up access token", async () => await program.CallAsync(new string('A', 43)) == HttpStatusCode.Unauthorized);
        await RefusedAsync("a refresh token of another program", async () => (await other.RefreshAsync((await program.SignInAsync(browser)).Refresh!)).IsRefused);
        await RefusedAsync("a refresh token for another resource", async () => (await program.RefreshAsync((await program.SignInAsync(browser)).Refresh!, ("resource", hub.Hub.App.Address.AbsoluteUri))).IsRefused);
        await RefusedAsync("a refresh token for wider scopes", async () => (await program.RefreshAsync((await program.SignInAsync(browser)).Refresh!, ("scope", "mcp admin"))).IsRefused);
        await RefusedAsync("a service's sign-in by a program of people", async () => (await program.ServeAsync(("client_secret", "its_none"))).IsRefused);
        await RefusedAsync("a password", async () => (await program.ServeAsync(("grant_type", "password"), ("username", ApiHub.UserEmail), ("password", "x"))).IsRefused);
        await RefusedAsync("a token for tools at the routes", async () => await program.CallAsync((await program.SignInAsync(browser)).Access, "/api/integrations") == HttpStatusCode.Unauthorized);
        await RefusedAsync("a token for routes at the tools", async () => await service.CallAsync((await service.ServeAsync()).Access) == HttpStatusCode.Unauthorized);

        output.WriteLine($"counterpart: programs that attack: {cases} attacks beside {WrongRedirects.Count} wrong return addresses, {given.Count} succeeded");
        Assert.Equal([], given);
    }

    [Fact]
    public async Task Code_UsedTwice_EndsWhatTheFirstUseGave()
    {
        var program = await RegisterAsync(Loopback);
        using var browser = await hub.Hub.App.SignedInAsync(ApiHub.UserEmail);
        var code = await program.CodeAsync(browser);
        var first = await program.ExchangeAsync(code);
        Assert.Equal(HttpStatusCode.OK, await program.CallAsync(first.Access));

        Assert.Equal("invalid_grant", (await program.ExchangeAsync(code)).Error);

        Assert.Equal(HttpStatusCode.Unauthorized, await program.CallAsync(first.Access));
        Assert.True((await program.RefreshAsync(first.Refresh!)).IsRefused);
    }

    [Fact]
    public async Task RefreshToken_StolenAndUsedTwice_EndsTheFamily()
    {
        var program = await RegisterAsync(Loopback);
        using var browser = await hub.Hub.App.SignedInAsync(ApiHub.UserEmail);
        var first = await program.SignInAsync(browser);
        var second = await program.RefreshAsync(first.Refresh!);
        Assert.Equal(HttpStatusCode.OK, await program.CallAsync(second.Access));

        Assert.Equal("invalid_grant", (await program.RefreshAsync(first.Refresh!)).Error);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (await program.CallAsync(first.Access), await program.CallAsync(second.Access)));
        Assert.True((await program.RefreshAsync(second.Refresh!)).IsRefused);
    }

    [Fact]
    public async Task RefreshToken_UsedByManyAtOnce_IsGoodForOne_AndEndsTheFamily()
    {
        var program = await RegisterAsync(Loopback);
        using var browser = await hub.Hub.App.SignedInAsync(ApiHub.UserEmail);
        var first = await program.SignInAsync(browser);

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => program.RefreshAsync(first.Refresh!)));

        Assert.InRange(answers.Count(answer => answer.Access is not null), 0, 1);
        Assert.All(answers.Where(answer => answer.Access is null), answer => Assert.True(answer.IsRefused));
        foreach (var token in answers.Select(answer => answer.Access).OfType<string>().Append(first.Access))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await program.CallAsync(token));
        }
    }

    [Fact, Proves("S10")]
    public async Task Consent_NeedsThePersonsOwnForm()
    {
        var program = await RegisterAsync(Loopback);
        using var browser = await hub.Hub.App.SignedInAsync(ApiHub.UserEmail);
        using var another = await hub.Hub.App.SignedInAsync(ApiHub.AdminEmail);
        async Task<IReadOnlyList<KeyValuePair<string, string>>> FormAsync(HttpClient of)
        {
            using var asked = await of.GetAsync(new Uri(program.Authorize(), UriKind.Relative));
            return OAuthProgram.Fields(await of.GetStringAsync(asked.Headers.Location));
        }

        var (mine, theirs) = (await FormAsync(browser), await FormAsync(another));
        var token = mine.Single(field => field.Key == "__RequestVerificationToken");
        IReadOnlyList<KeyValuePair<string, string>>[] forged =
        [
            [.. mine.Where(field => field.Key != token.Key)],
            [.. mine.Where(field => field.Key != "ask")],
            [.. theirs.Where(field => field.Key != token.Key), token],
            [.. mine.Select(field => field.Key == "scope" ? KeyValuePair.Create("scope", "") : field)],
            [.. mine.Select(field => field.Key == "state" ? KeyValuePair.Create("state", "another") : field)],
        ];

        foreach (var form in forged)
        {
            using var answer = await browser.PostAsync(new Uri("/oauth/authorize", UriKind.Relative), new FormUrlEncodedContent([.. form, KeyValuePair.Create("decision", "accept")]));
            Assert.StartsWith("/oauth/refused", answer.Headers.Location?.OriginalString, StringComparison.Ordinal);
        }
    }

    [Fact, Proves("A2")]
    public async Task PersonOfAnotherOrganization_CannotLetAProgramOfThisOneIn()
    {
        var program = await RegisterAsync(Loopback);
        using var stranger = await hub.Hub.App.SignedInAsync(ApiHub.StrangerEmail);
        using var homeless = await hub.Hub.App.SignedInAsync(ApiHub.SuperEmail);

        Assert.Equal("programs.not_allowed", OAuthProgram.Query(await program.GoAsync(stranger, program.Authorize()), "error"));
        Assert.Equal("programs.no_organization", OAuthProgram.Query(await program.GoAsync(homeless, program.Authorize()), "error"));
    }

    [Theory]
    [InlineData("the person ends it")]
    [InlineData("the person signs out everywhere")]
    [InlineData("the person is disabled")]
    [InlineData("the organization is disabled")]
    public async Task WhatIsTakenBack_IsRefusedWithTheNextRequest(string act)
    {
        await using var own = new HubApp();
        await own.InitializeAsync();
        T Get<T>()
            where T : notnull => (T)own.Services.GetService(typeof(T))!;
        var (admin, user) = (McpHub.InSession(await OAuthPerson.CallerOfAsync(own.Services, ApiHub.AdminEmail)), McpHub.InSession(await OAuthPerson.CallerOfAsync(own.Services, ApiHub.UserEmail)));
        var created = (await Get<ProgramService>().RegisterAsync(admin, new NewProgram("Taken back", TokenScopes.Mcp) { Redirects = [Loopback] }, CancellationToken.None)).Value;
        var program = new OAuthProgram(own, created.Row.ClientId, Loopback);
        using var browser = await own.SignedInAsync(ApiHub.UserEmail);
        var answer = await program.SignInAsync(browser);
        Assert.Equal(HttpStatusCode.OK, await program.CallAsync(answer.Access));

        var done = act switch
        {
            "the person ends it" => (await Get<AuthorizedPrograms>().RevokeAsync(user, created.Row.Id, CancellationToken.None)).Failure,
            "the person signs out everywhere" => (await Get<Core.Identity.Accounts.SessionService>().EndAllAsync(user, Core.Identity.Accounts.WaysIn.None, CancellationToken.None)).Failure,
            "the person is disabled" => (await Get<MemberService>().DisableAsync(admin, user.UserId!.Value, CancellationToken.None)).Failure,
            _ => (await Get<OrganizationService>().DisableAsync(admin with { Role = Role.SuperAdmin }, admin.OrganizationId!.Value, CancellationToken.None)).Failure,
        };

        Assert.Null(done);
        Assert.Equal(HttpStatusCode.Unauthorized, await program.CallAsync(answer.Access));
        Assert.True((await program.RefreshAsync(answer.Refresh!)).IsRefused);
    }

    private async Task<OAuthProgram> RegisterAsync(string redirect)
    {
        var created = (await hub.Get<ProgramService>().RegisterAsync(hub.Admin, new NewProgram("Program", TokenScopes.Mcp) { Redirects = [redirect] }, CancellationToken.None)).Value;
        return new OAuthProgram(hub.Hub.App, created.Row.ClientId, redirect);
    }
}
