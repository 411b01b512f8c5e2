using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Integrations.Core.Agents;
using Integrations.Core.Identity.Programs;
using Integrations.Core.Permissions;
using Integrations.Tests.Api.Mcp;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Api.Auth;

/// <summary>Programs sign in by themselves, as the protocols say.</summary>
public sealed class ProgramSignInTests(McpHub hub) : IClassFixture<McpHub>
{
    private const string Redirect = "http://127.0.0.1/callback";

    [Fact]
    public async Task ProgramWithoutAToken_FindsItsWay_FromTheRefusalToTheServer()
    {
        using var http = hub.Hub.App.Anonymous();
        using var refused = await http.PostAsJsonAsync("/mcp", new { jsonrpc = "2.0", id = 1, method = "tools/list" });

        var challenge = refused.Headers.WwwAuthenticate.Single();
        var metadata = new Uri(hub.Hub.App.Address, "/.well-known/oauth-protected-resource/mcp");
        Assert.Equal((HttpStatusCode.Unauthorized, "Bearer"), (refused.StatusCode, challenge.Scheme));
        Assert.Equal($"resource_metadata=\"{metadata}\", scope=\"mcp\"", challenge.Parameter);
        var resource = await http.GetFromJsonAsync<JsonElement>(metadata);
        var issuer = hub.Hub.App.Address.GetLeftPart(UriPartial.Authority);
        Assert.Equal(issuer + "/mcp", resource.GetProperty("resource").GetString());
        Assert.Equal(issuer, resource.GetProperty("authorization_servers")[0].GetString());
        var server = await http.GetFromJsonAsync<JsonElement>("/.well-known/oauth-authorization-server");
        Assert.Equal(issuer, server.GetProperty("issuer").GetString());
        Assert.Equal(["S256"], server.GetProperty("code_challenge_methods_supported").EnumerateArray().Select(each => each.GetString()));
        Assert.False(server.TryGetProperty("registration_endpoint", out _));
    }

    [Fact]
    public async Task Person_LetsAProgramIn_ItCallsTools_RenewsAndIsNamed()
    {
        var program = await RegisterAsync("Walker");
        using var browser = await hub.Hub.App.SignedInAsync(ApiHub.UserEmail);

        var back = await program.GoAsync(browser, program.Authorize(("redirect_uri", "http://127.0.0.1:41999/callback")));

        Assert.Equal(("127.0.0.1", 41999, "the state"), (back.Host, back.Port, OAuthProgram.Query(back, "state")));
        Assert.Equal(hub.Hub.App.Address.GetLeftPart(UriPartial.Authority), OAuthProgram.Query(back, "iss"));
        var answer = await program.ExchangeAsync(OAuthProgram.Query(back, "code")!, ("redirect_uri", "http://127.0.0.1:41999/callback"), ("resource", program.Tools));
        Assert.Equal(HttpStatusCode.OK, await program.CallAsync(answer.Access));
        Assert.Equal(HttpStatusCode.Unauthorized, await program.CallAsync(answer.Access, "/api/integrations"));
        var renewed = await program.RefreshAsync(answer.Refresh!);
        Assert.Equal(HttpStatusCode.OK, await program.CallAsync(renewed.Access));
        var view = (await hub.Get<AgentGrantService>().ListAsync(hub.User, CancellationToken.None)).Single(each => each.Client.Name == "Walker");
        Assert.StartsWith("client:", view.Client.Key, StringComparison.Ordinal);
        Assert.True(view.IsForCaller);
        await hub.GrantAsync(new McpProgram(hub.User, view.Client, renewed.Access!), new AgentGrantedIntegration(hub.GitHub, MayRead: true, []));
        await using var client = await hub.ConnectAsync(new McpProgram(hub.User, view.Client, renewed.Access!));
        Assert.Contains(await client.ListToolsAsync(), tool => tool.Name == "search");
    }

    [Fact]
    public async Task Stranger_SignsInFirst_AndComesBackToTheRequest()
    {
        var program = await RegisterAsync("Comes back");
        using var browser = hub.Hub.App.WithCookies();
        using var request = new HttpRequestMessage(HttpMethod.Get, program.Authorize());
        request.Headers.Accept.ParseAdd("text/html");

        using var answer = await browser.SendAsync(request);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var signIn = answer.Headers.Location!.OriginalString;
        Assert.StartsWith("/account/sign-in?returnUrl=", signIn, StringComparison.Ordinal);
        using var signedIn = await Infrastructure.HubApp.SignInAsync(browser, ApiHub.UserEmail, Core.Demo.DemoOptions.DefaultPassword, signIn);
        Assert.EndsWith(program.Authorize(), signedIn.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact, Proves("B6")]
    public async Task ConsentPage_NamesWhoAsks_CannotBeFramed_AndSendsItsFormNowhereElse()
    {
        var program = await RegisterAsync("<b>Walker</b>");
        using var browser = await hub.Hub.App.SignedInAsync(ApiHub.UserEmail);
        using var asked = await browser.GetAsync(new Uri(program.Authorize(), UriKind.Relative));

        using var page = await browser.GetAsync(asked.Headers.Location);

        var text = await page.Content.ReadAsStringAsync();
        Assert.Contains("&lt;b&gt;Walker&lt;/b&gt;", text, StringComparison.Ordinal);
        Assert.Contains("Acme", text, StringComparison.Ordinal);
        Assert.Contains("Use the tools that you choose for it, and no more", text, StringComparison.Ordinal);
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("form-action 'self' http://127.0.0.1;", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProgramForTheApi_IsLetInByACode_AndReadsWithThePersonsRights()
    {
        var program = await RegisterAsync("Reader", new NewProgram("Reader", TokenScopes.Read) { Redirects = [Redirect] });
        using var browser = await hub.Hub.App.SignedInAsync(ApiHub.UserEmail);
        (string, string?)[] wanted = [("scope", "read"), ("resource", hub.Hub.App.Address.GetLeftPart(UriPartial.Authority))];
        using var asked = await browser.GetAsync(new Uri(program.Authorize(wanted), UriKind.Relative));
        using var page = await browser.GetAsync(asked.Headers.Location);

        var answer = await program.SignInAsync(browser, wanted);

        Assert.Contains("Use the API with your rights: Read only", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("read offline_access", answer.Scope);
        Assert.Equal(HttpStatusCode.OK, await program.CallAsync(answer.Access, "/api/integrations"));
        Assert.Equal(HttpStatusCode.Unauthorized, await program.CallAsync(answer.Access));
    }

    [Fact]
    public async Task Person_Refuses_TheProgramIsTold_AndGetsNothing()
    {
        var program = await RegisterAsync("Refused");
        using var browser = await hub.Hub.App.SignedInAsync(ApiHub.UserEmail);

        var back = await program.GoAsync(browser, program.Authorize(), "refuse");

        Assert.Equal(("access_denied", null), (OAuthProgram.Query(back, "error"), OAuthProgram.Query(back, "code")));
    }

    [Fact]
    public async Task Service_ActsForItsOrganization_WithinItsScopes()
    {
        var program = await RegisterAsync("Nightly", new NewProgram("Nightly", TokenScopes.Read) { IsService = true });

        var answer = await program.ServeAsync();

        Assert.Equal(HttpStatusCode.OK, await program.CallAsync(answer.Access, "/api/tenant/integrations"));
        Assert.Null(answer.Refresh);
        Assert.Equal("invalid_scope", (await program.ServeAsync(("scope", "read write"))).Error);
        Assert.Equal("invalid_client", (await program.ServeAsync(("client_secret", "its_wrong"))).Error);
        Assert.Equal("invalid_target", (await program.ServeAsync(("resource", "https://elsewhere.example/"))).Error);
    }

    [Fact, Proves("T6")]
    public async Task SecretOfAProgram_IsHashedAtRest_AndEndsAfterAYear()
    {
        var program = await RegisterAsync("Old", new NewProgram("Old", TokenScopes.Read) { IsService = true });
        var stored = await hub.WithDatabaseAsync(db => db.Set<ProgramClient>().SingleAsync(c => c.ClientId == program.ClientId));
        Assert.Matches("^[0-9A-F]{64}$", stored.ClientSecret);
        Assert.Equal(200, (await program.ServeAsync()).Status);

        var made = TimeProvider.System.GetUtcNow() - ProgramClient.SecretLifetime;
        await hub.WithDatabaseAsync(db => db.Set<ProgramClient>().Where(c => c.Id == stored.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.CreatedAt, made)));

        Assert.Equal("invalid_client", (await program.ServeAsync()).Error);
    }

    [Fact, Proves("A10", "S5")]
    public async Task LettingIn_Registering_AndRules_AreForAPersonWhoGaveTheirPasswordLately()
    {
        var program = await RegisterAsync("Fresh");
        var wanted = new NewProgram("Another", TokenScopes.Mcp) { Redirects = [Redirect] };
        async Task<(string?, string?, string?)> CodesAsync(Caller person, Caller administrator) => (
            (await hub.Get<ProgramConsents>().ApproveAsync(person, program.ClientId, "mcp", [], CancellationToken.None)).Failure?.Code,
            (await hub.Get<ProgramService>().RegisterAsync(administrator, wanted, CancellationToken.None)).Failure?.Code,
            (await hub.Get<ProgramRulesService>().ChangeAsync(administrator, true, true, 0, CancellationToken.None)).Failure?.Code);

        var stale = await CodesAsync(hub.User with { AuthenticatedAt = DateTimeOffset.UnixEpoch }, hub.Admin with { AuthenticatedAt = DateTimeOffset.UnixEpoch });
        var programs = await CodesAsync(hub.Hub.UserCaller with { TokenId = Guid.NewGuid() }, hub.Hub.AdminCaller with { TokenId = Guid.NewGuid() });
        var user = (await hub.Get<ProgramService>().RegisterAsync(hub.User, wanted, CancellationToken.None)).Failure?.Code;

        Assert.Equal((Caller.ReauthenticationCode, Caller.ReauthenticationCode, Caller.ReauthenticationCode), stale);
        Assert.Equal(("permission_denied", "permission_denied", "permission_denied", "permission_denied"), (programs.Item1, programs.Item2, programs.Item3, user));
    }

    [Fact]
    public async Task Administrator_EndsAProgram_AndItsTokensAreRefusedAtOnce()
    {
        var created = (await hub.Get<ProgramService>().RegisterAsync(hub.Admin, new NewProgram("Ended", TokenScopes.Mcp) { Redirects = [Redirect] }, CancellationToken.None)).Value;
        var program = new OAuthProgram(hub.Hub.App, created.Row.ClientId, Redirect);
        using var browser = await hub.Hub.App.SignedInAsync(ApiHub.UserEmail);
        var answer = await program.SignInAsync(browser);
        Assert.Equal(HttpStatusCode.OK, await program.CallAsync(answer.Access));

        Assert.Equal("programs.not_found", (await hub.Get<ProgramService>().RevokeAsync(hub.Stranger, created.Row.Id, CancellationToken.None)).Failure?.Code);
        Assert.True((await hub.Get<ProgramService>().RevokeAsync(hub.Admin, created.Row.Id, CancellationToken.None)).IsSuccess);

        Assert.Equal(HttpStatusCode.Unauthorized, await program.CallAsync(answer.Access));
        Assert.True((await program.RefreshAsync(answer.Refresh!)).IsRefused);
    }

    private async Task<OAuthProgram> RegisterAsync(string name, NewProgram? wanted = null)
    {
        var created = (await hub.Get<ProgramService>().RegisterAsync(hub.Admin, wanted ?? new NewProgram(name, TokenScopes.Mcp) { Redirects = [Redirect] }, CancellationToken.None)).Value;
        return new OAuthProgram(hub.Hub.App, created.Row.ClientId, Redirect, created.Secret?.Reveal());
    }
}
