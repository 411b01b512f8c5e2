using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Integrations.Sandbox;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Sandbox;

/// <summary>The authorization server that all vendors share, seen through GitHub's addresses.</summary>
public sealed class SandboxOAuthTests : IAsyncLifetime
{
    private const string Verifier = "a-verifier-of-at-least-forty-three-characters-0123";
    private readonly MovableClock _clock = new();
    private readonly HttpClient _browser = SandboxConsent.Browser();
    private SandboxServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await SandboxServer.StartAsync(_clock);
        _browser.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("IntegrationsHub", "1.0"));
        _browser.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task ConsentPage_NamesAppAccountsAndScopes()
    {
        using var answer = await _browser.GetAsync(Authorize());
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Contains("form-action 'self' http://localhost:*", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Contains("Integrations Hub", page, StringComparison.Ordinal);
        Assert.Contains("ada@acme.test", page, StringComparison.Ordinal);
        Assert.Contains("read:user", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Allow_ThenExchange_GivesATokenForThePickedAccount()
    {
        var back = await SandboxConsent.AllowAsync(_browser, Authorize(), SandboxAccounts.Gus);
        var tokens = await ExchangeAsync(back.Code!);

        Assert.Equal("the-state", back.State);
        Assert.Equal("read:user,repo", (string?)tokens["scope"]);
        Assert.Equal(SandboxAccounts.Gus.Login, (string?)(await UserAsync(tokens))["login"]);
        Assert.Equal(1, _server.State.OAuth("github").Exchanges);
    }

    [Fact]
    public async Task Deny_ComesBackAsAccessDenied()
    {
        var back = await SandboxConsent.DenyAsync(_browser, Authorize());

        Assert.Equal("access_denied", back.Error);
        Assert.Equal("the-state", back.State);
        Assert.Null(back.Code);
    }

    [Theory]
    [InlineData("https://evil.example/api/integrations/oauth/callback")]
    [InlineData("http://127.0.0.1/other")]
    [InlineData("http://127.0.0.1/api/integrations/oauth/callback?next=x")]
    [InlineData("javascript:alert(1)")]
    [InlineData("")]
    public async Task Authorize_ForeignRedirect_IsRefusedOnThePage(string redirect)
    {
        using var answer = await _browser.GetAsync(Authorize(redirect: redirect));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Authorize_UnknownClient_IsRefusedOnThePageAndEncoded()
    {
        using var answer = await _browser.GetAsync(Authorize(client: "<b>x</b>"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain("<b>x", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Authorize_PlainChallenge_ComesBackAsInvalidRequest()
    {
        using var answer = await _browser.GetAsync(new Uri(Authorize() + "&code_challenge=x&code_challenge_method=plain"));

        Assert.Contains("error=invalid_request", answer.Headers.Location!.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_UsedTwice_IsRefusedAndItsTokensDie()
    {
        var back = await SandboxConsent.AllowAsync(_browser, Authorize(), SandboxAccounts.Ada);
        var first = await ExchangeAsync(back.Code!);

        var second = await ExchangeAsync(back.Code!);

        Assert.Equal("bad_verification_code", (string?)second["error"]);
        using var answer = await _browser.SendAsync(UserRequest(first));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Code_AfterTenMinutes_IsRefused()
    {
        var back = await SandboxConsent.AllowAsync(_browser, Authorize(), SandboxAccounts.Ada);
        _clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal("bad_verification_code", (string?)(await ExchangeAsync(back.Code!))["error"]);
    }

    [Theory]
    [InlineData("client_secret", "wrong", "incorrect_client_credentials")]
    [InlineData("client_secret", "", "incorrect_client_credentials")]
    [InlineData("client_id", "sandbox-jira-client", "incorrect_client_credentials")]
    [InlineData("redirect_uri", "http://localhost/api/integrations/oauth/callback", "redirect_uri_mismatch")]
    [InlineData("code_verifier", "another-verifier-of-at-least-forty-three-characters", "bad_verification_code")]
    [InlineData("code", "unknown", "bad_verification_code")]
    public async Task Exchange_WithSomethingElse_IsRefused(string parameter, string value, string error)
    {
        var back = await SandboxConsent.AllowAsync(_browser, new Uri($"{Authorize()}&code_challenge={Challenge()}&code_challenge_method=S256"), SandboxAccounts.Ada);

        var answer = await ExchangeAsync(back.Code!, (parameter, value));

        Assert.Equal(error, (string?)answer["error"]);
    }

    [Fact]
    public async Task Exchange_WithTheVerifier_Succeeds()
    {
        var back = await SandboxConsent.AllowAsync(_browser, new Uri($"{Authorize()}&code_challenge={Challenge()}&code_challenge_method=S256"), SandboxAccounts.Ada);

        Assert.NotNull((await ExchangeAsync(back.Code!, ("code_verifier", Verifier)))["access_token"]);
    }

    [Fact]
    public async Task Refresh_OfAGitHubApp_RotatesAndTheOldPairEnds()
    {
        var tokens = await ConnectAppAsync(SandboxAccounts.Ada);
        _clock.Advance(TimeSpan.FromHours(8));
        using var expired = await _browser.SendAsync(UserRequest(tokens));

        var renewed = await RefreshAsync((string)tokens["refresh_token"]!);
        var again = await RefreshAsync((string)tokens["refresh_token"]!);

        Assert.Equal(HttpStatusCode.Unauthorized, expired.StatusCode);
        Assert.Equal(SandboxAccounts.Ada.Login, (string?)(await UserAsync(renewed))["login"]);
        Assert.NotEqual((string?)tokens["refresh_token"], (string?)renewed["refresh_token"]);
        Assert.Equal("bad_refresh_token", (string?)again["error"]);
        Assert.Equal((1, 1), (_server.State.OAuth("github").Refreshes, _server.State.OAuth("github").RefreshesRefused));
    }

    [Fact]
    public async Task RevokedAccount_ConnectsAndThenIsRefused()
    {
        var tokens = await ConnectAppAsync(SandboxAccounts.Revoked);
        using var atFirst = await _browser.SendAsync(UserRequest(tokens));
        _clock.Advance(TimeSpan.FromSeconds(30));
        using var later = await _browser.SendAsync(UserRequest(tokens));

        Assert.Equal(HttpStatusCode.OK, atFirst.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, later.StatusCode);
        Assert.Equal("bad_refresh_token", (string?)(await RefreshAsync((string)tokens["refresh_token"]!))["error"]);
    }

    [Fact]
    public async Task Revoke_ByTheApp_EndsTheToken()
    {
        var back = await SandboxConsent.AllowAsync(_browser, Authorize(), SandboxAccounts.Ada);
        var tokens = await ExchangeAsync(back.Code!);
        using var request = new HttpRequestMessage(HttpMethod.Delete, _server.Address("https://api.github.com/applications/sandbox-github-client/token"))
        {
            Content = JsonContent.Create(new { access_token = (string?)tokens["access_token"] }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("sandbox-github-client:sandbox-github-secret"u8));

        using var revoked = await _browser.SendAsync(request);
        using var answer = await _browser.SendAsync(UserRequest(tokens));

        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(1, _server.State.OAuth("github").Revocations);
    }

    [Fact]
    public async Task TokenEndpoint_WithoutAcceptJson_AnswersAForm()
    {
        using var plain = new HttpClient();
        using var form = new FormUrlEncodedContent([new("client_id", "x")]);

        using var answer = await plain.PostAsync(_server.Address("https://github.com/login/oauth/access_token"), form);

        Assert.Equal("application/x-www-form-urlencoded", answer.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("error=incorrect_client_credentials", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static string Challenge() =>
        System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    private Uri Authorize(string client = "sandbox-github-client", string redirect = SandboxConsent.Callback) => _server.Address(
        $"https://github.com/login/oauth/authorize?client_id={Uri.EscapeDataString(client)}&redirect_uri={Uri.EscapeDataString(redirect)}&scope=read:user%20repo&state=the-state");

    private async Task<JsonNode> ConnectAppAsync(SandboxAccount account)
    {
        var back = await SandboxConsent.AllowAsync(_browser, Authorize("sandbox-github-app-client"), account);
        return await ExchangeAsync(back.Code!, ("client_id", "sandbox-github-app-client"), ("client_secret", "sandbox-github-app-secret"));
    }

    private Task<JsonNode> ExchangeAsync(string code, params (string Name, string Value)[] changes) => PostTokenAsync(
        changes.Concat([("client_id", "sandbox-github-client"), ("client_secret", "sandbox-github-secret"), ("code", code), ("redirect_uri", SandboxConsent.Callback)]));

    private Task<JsonNode> RefreshAsync(string token) => PostTokenAsync(
        [("grant_type", "refresh_token"), ("refresh_token", token), ("client_id", "sandbox-github-app-client"), ("client_secret", "sandbox-github-app-secret")]);

    private async Task<JsonNode> PostTokenAsync(IEnumerable<(string Name, string Value)> parameters)
    {
        using var form = new FormUrlEncodedContent(parameters.DistinctBy(p => p.Name).ToDictionary(p => p.Name, p => p.Value));
        using var answer = await _browser.PostAsync(_server.Address("https://github.com/login/oauth/access_token"), form);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    private async Task<JsonNode> UserAsync(JsonNode tokens)
    {
        using var answer = await _browser.SendAsync(UserRequest(tokens));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    private HttpRequestMessage UserRequest(JsonNode tokens)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, _server.Address("https://api.github.com/user"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (string?)tokens["access_token"]);
        return request;
    }
}
