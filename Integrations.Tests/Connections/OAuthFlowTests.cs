using Integrations.Core.Connections;
using Integrations.Core.Connections.OAuth;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Primitives;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Infrastructure;
using Integrations.Tests.Sandbox;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Connections;

/// <summary>The OAuth rules of SECURITY O over the sandbox's real authorization servers.</summary>
public sealed class OAuthFlowTests(ConnectedHub hub) : IClassFixture<ConnectedHub>
{
    private const string Provider = "github";
    private readonly OAuthFlow _flow = hub.Get<OAuthFlow>();

    [Fact, Proves("O1")]
    public async Task EveryProvidersAuthorizeUrl_CarriesPkceS256OrSaysWhyNot()
    {
        foreach (var entry in hub.Get<Integrations.Connectors.ConnectorCatalog>().All.Where(e => e.Manifest.Method("oauth2") is not null))
        {
            var manifest = entry.Manifest.Method("oauth2")!.OAuth!;
            var level = entry.Manifest.Levels.Contains("organization") ? hub.Admin : hub.User;
            var id = await hub.EnableAsync(level, entry.Manifest.Key);

            var started = await _flow.StartAsync(level, id, new FlowRequest("/integrations") { BrowserKey = "b" }, default);

            var query = System.Web.HttpUtility.ParseQueryString(new Uri(started.Value.AuthorizationUrl).Query);
            Assert.Equal("code", query["response_type"]);
            // Some vendors keep the scopes with the registered client and know no such parameter.
            Assert.True(manifest.Scopes.Count == 0 ? query[manifest.ScopeParameter] is null : query[manifest.ScopeParameter]?.Length > 0, entry.Manifest.Key);
            Assert.True(query["code_challenge_method"] == "S256" || manifest.WithoutPkceBecause is { Length: > 20 }, entry.Manifest.Key);
            Assert.All(manifest.Scopes, scope => Assert.True(scope.Reason.Length > 10, $"O11: {entry.Manifest.Key} {scope.Name} gives no reason"));
        }
    }

    [Fact, Proves("O2")]
    public async Task State_UsedTwice_IsRefused()
    {
        var (instanceId, back) = await ConsentAsync();
        var first = await CompleteAsync(back);
        Assert.Null(first.Failure);

        var second = await _flow.CompleteAsync(
            new FlowCallback { Code = back.Code, State = back.State, BrowserKey = "another-browser", SignedInUser = hub.Admin.UserId }, null, null, default);

        Assert.Equal("oauth.state_invalid", second.Failure!.Code);
        Assert.Null(second.ReturnUrl);
        Assert.Equal(instanceId, first.InstanceId);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Callback_AgainInTheSameBrowser_ShowsTheFirstOutcome_AndExchangesOnce(bool allowed)
    {
        var (instanceId, back) = await ConsentAsync();
        var answer = allowed ? back : back with { Code = null, Error = "access_denied" };
        var asked = Exchanges();

        var first = await CompleteAsync(answer);
        var second = await CompleteAsync(answer);

        Assert.Equal(allowed ? null : "oauth.denied", first.Failure?.Code);
        Assert.Equal((first.Failure?.Code, first.ReturnUrl, instanceId), (second.Failure?.Code, second.ReturnUrl, second.InstanceId));
        Assert.Equal(allowed ? 1 : 0, Exchanges() - asked);
    }

    [Fact]
    public async Task Callback_ByAPersonSignedInMeanwhile_LearnsNothingOfTheFirstOutcome()
    {
        var (_, back) = await ConsentAsync();
        await CompleteAsync(back);

        var second = await _flow.CompleteAsync(
            new FlowCallback { Code = back.Code, State = back.State, BrowserKey = "this-browser", SignedInUser = hub.User.UserId }, null, null, default);

        Assert.Equal("oauth.state_invalid", second.Failure!.Code);
    }

    [Fact]
    public async Task Callback_WhoseBrowserGaveUp_IsFinishedAllTheSame()
    {
        var (instanceId, back) = await ConsentAsync();
        using var gone = new CancellationTokenSource();
        hub.Sandbox.State.AnswerNext("github.com/login/oauth/access_token", 503, "{}");

        var first = _flow.CompleteAsync(
            new FlowCallback { Code = back.Code, State = back.State, BrowserKey = "this-browser", SignedInUser = hub.Admin.UserId }, null, null, gone.Token);
        await Eventually.ValueAsync(
            () => hub.WithDatabaseAsync(db => db.OAuthStates.AsNoTracking().SingleAsync(s => s.InstanceId == instanceId)), s => s.RedeemedAt is not null);
        await gone.CancelAsync();
        var second = await CompleteAsync(back);

        Assert.Equal((await first).Failure?.Code, second.Failure?.Code);
        Assert.NotEqual("oauth.state_invalid", second.Failure?.Code);
    }

    [Theory, Proves("O2"), InlineData(null), InlineData(""), InlineData("made-up-state-made-up-state-made-up-state-1"), InlineData("short")]
    public async Task State_MadeUp_IsRefused(string? state)
    {
        var end = await _flow.CompleteAsync(new FlowCallback { Code = "code", State = state, BrowserKey = "this-browser" }, null, null, default);

        Assert.Equal("oauth.state_invalid", end.Failure!.Code);
    }

    [Fact, Proves("O2")]
    public async Task State_Truncated_IsRefused()
    {
        var (_, back) = await ConsentAsync();

        var end = await _flow.CompleteAsync(new FlowCallback { Code = back.Code, State = back.State![..^1], BrowserKey = "this-browser" }, null, null, default);

        Assert.Equal("oauth.state_invalid", end.Failure!.Code);
    }

    [Fact, Proves("O2")]
    public async Task State_Expired_IsRefused()
    {
        var (_, back) = await ConsentAsync();
        await hub.WithDatabaseAsync(db => db.OAuthStates.ExecuteUpdateAsync(s => s.SetProperty(x => x.ExpiresAt, DateTimeOffset.UtcNow.AddSeconds(-1))));

        Assert.Equal("oauth.state_invalid", (await CompleteAsync(back)).Failure!.Code);
    }

    [Fact, Proves("O2")]
    public async Task State_IsStoredHashedOnly_AndTheVerifierProtected()
    {
        var (instanceId, back) = await ConsentAsync();

        var stored = await hub.WithDatabaseAsync(db => db.OAuthStates.OrderByDescending(s => s.CreatedAt).FirstAsync());

        Assert.DoesNotContain(back.State!, System.Text.Json.JsonSerializer.Serialize(stored), StringComparison.Ordinal);
        Assert.Equal(64, stored.StateHash.Length);
        // 256 bits in base64url.
        Assert.True(back.State!.Length >= 43, back.State);
        Assert.Equal(TimeSpan.FromMinutes(10), stored.ExpiresAt - stored.CreatedAt);
        Assert.Equal((instanceId, hub.Admin.UserId, hub.Admin.OrganizationId!.Value, Provider), (stored.InstanceId, stored.UserId, stored.OrganizationId, stored.ProviderKey));
        Assert.True(stored.VerifierCiphertext!.Length > 60);
    }

    [Fact, Proves("O3")]
    public async Task ParallelCallbacksWithOneState_ExactlyOneProceeds()
    {
        var (instanceId, back) = await ConsentAsync();

        var asked = Exchanges();

        var ends = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => CompleteAsync(back)));

        // All are of one browser and are shown the one outcome; what was done was done once.
        Assert.All(ends, e => Assert.Null(e.Failure));
        Assert.Equal(1, Exchanges() - asked);
        Assert.Equal(1, await hub.WithDatabaseAsync(db => db.Connections.CountAsync(c => c.InstanceId == instanceId)));
    }

    [Fact, Proves("O3")]
    public async Task State_IsRedeemedOnErrorsToo()
    {
        var (instanceId, back) = await ConsentAsync();
        Assert.NotNull((await _flow.CompleteAsync(new FlowCallback { Error = "access_denied", State = back.State, BrowserKey = "this-browser", SignedInUser = hub.Admin.UserId }, null, null, default)).Failure);

        Assert.Equal("oauth.denied", (await CompleteAsync(back)).Failure!.Code);
        Assert.False(await hub.WithDatabaseAsync(db => db.Connections.AnyAsync(c => c.InstanceId == instanceId)));
    }

    [Theory, Proves("O4")]
    [InlineData("another-browser", true)]
    [InlineData(null, true)]
    [InlineData("this-browser", false)]
    public async Task FinishedInAnotherBrowserOrByAnotherPerson_IsRefused(string? browserKey, bool samePerson)
    {
        var (instanceId, back) = await ConsentAsync();

        var end = await _flow.CompleteAsync(
            new FlowCallback { Code = back.Code, State = back.State, BrowserKey = browserKey, SignedInUser = samePerson ? hub.Admin.UserId : hub.User.UserId }, null, null, default);

        Assert.Equal(FailureKind.Forbidden, end.Failure!.Kind);
        Assert.False(await hub.WithDatabaseAsync(db => db.Connections.AnyAsync(c => c.InstanceId == instanceId)));
    }

    [Fact, Proves("O6")]
    public async Task RedirectUri_ComesFromTheConfiguredOrigin()
    {
        var id = await hub.EnableAsync(hub.Admin, Provider);

        var started = await _flow.StartAsync(hub.Admin, id, new FlowRequest("/x") { BrowserKey = "b" }, default);

        Assert.Contains(Uri.EscapeDataString("http://127.0.0.1:5080/api/integrations/oauth/callback"), started.Value.AuthorizationUrl, StringComparison.Ordinal);
    }

    public static TheoryData<string> OpenRedirects => new(
        "//evil.test", "///evil.test", "/\\evil.test", "\\\\evil.test", "\\/evil.test", "/%2f/evil.test", "/%2fevil.test", "/%5cevil.test", "/%5Cevil.test", "/%252fevil.test",
        "/%255cevil.test", "https://evil.test", "http://evil.test/", "HTTPS://evil.test", "https:evil.test", "https:/evil.test", "https:///evil.test", "http:\\\\evil.test", "javascript:alert(1)", "JavaScript:alert(1)",
        "data:text/html,x", "vbscript:x", "file:///etc/passwd", "ftp://127.0.0.1:5080/", "//127.0.0.1:5080", "http://127.0.0.1:5080@evil.test/", "http://user:pw@127.0.0.1:5080/", "http://127.0.0.1:5080.evil.test/", "http://127.0.0.1:50801/", "https://127.0.0.1:5080/",
        "http://127.0.0.1/", "http://evil.test#http://127.0.0.1:5080", "http://evil.test?http://127.0.0.1:5080", "http://evil.test\\@127.0.0.1:5080", "", " ", " /x", "/x ", "/x\ny", "/x\r\nLocation: https://evil.test",
        "/x\ty", "/\t/evil.test", "/\n/evil.test", "/x\0y", "x", "evil.test", "./x", "../x", "?x=1", "#x",
        "//evil.test/%2e%2e", "/\u2028/evil.test", "/x%00y", "/x%0d%0aSet-Cookie:a=b", "/%09/evil.test", "http://[::1]:5080/", "http://localhost:5080/", "http://2130706433:5080/", "http://0x7f.1:5080/", "http://127.1:5080/x y",
        "about:blank", "blob:http://127.0.0.1:5080/x", "mailto:a@evil.test", "tel:1");

    [Theory, Proves("O7"), MemberData(nameof(OpenRedirects))]
    public async Task ReturnAddress_ThatLeavesTheSite_IsRefused(string address)
    {
        var id = await hub.EnableAsync(hub.Admin, Provider);

        var started = await _flow.StartAsync(hub.Admin, id, new FlowRequest(address) { BrowserKey = "b" }, default);

        Assert.Contains("returnUrl", started.Failure!.Fields!.Keys);
    }

    [Theory, Proves("O7"), InlineData("/"), InlineData("/integrations/1?tab=search"), InlineData("http://127.0.0.1:5080/integrations")]
    public async Task ReturnAddress_OfOurOwn_IsAccepted(string address)
    {
        var id = await hub.EnableAsync(hub.Admin, Provider);

        Assert.True((await _flow.StartAsync(hub.Admin, id, new FlowRequest(address) { BrowserKey = "b" }, default)).IsSuccess);
    }

    [Fact, Proves("O8")]
    public async Task Callback_ConsentDenied_SaysSoAndReturns()
    {
        var id = await hub.EnableAsync(hub.Admin, Provider);
        var started = await _flow.StartAsync(hub.Admin, id, new FlowRequest("/integrations") { BrowserKey = "this-browser" }, default);
        using var browser = SandboxConsent.Browser();
        var back = await SandboxConsent.DenyAsync(browser, new Uri(started.Value.AuthorizationUrl));

        var end = await CompleteAsync(back);

        Assert.Equal("oauth.denied", end.Failure!.Code);
        Assert.Equal("/integrations", end.ReturnUrl);
        Assert.Equal(InstanceStatus.Pending, (await hub.Get<InstanceService>().GetAsync(hub.Admin, id, default)).Value.Instance.Status);
    }

    [Fact]
    public async Task Callback_VendorDownAtTheExchange_StoresNothingAndSaysSo()
    {
        var (instanceId, back) = await ConsentAsync();
        hub.Sandbox.State.AnswerNext("github.com/login/oauth/access_token", 500, "oops");

        var end = await CompleteAsync(back);

        Assert.Equal(FailureKind.VendorUnavailable, end.Failure!.Kind);
        Assert.False(await hub.WithDatabaseAsync(db => db.Connections.AnyAsync(c => c.InstanceId == instanceId)));
    }

    [Theory, Proves("O9")]
    [InlineData("<html>busy</html>")]
    [InlineData("{\"access_token\":17}")]
    [InlineData("{\"access_token\":\"x\",\"token_type\":\"mac\"}")]
    [InlineData("[]")]
    [InlineData("{\"access_token\":\"\"}")]
    public async Task TokenAnswer_ThatIsNotOne_IsRefused(string body)
    {
        var (instanceId, back) = await ConsentAsync();
        hub.Sandbox.State.AnswerNext("github.com/login/oauth/access_token", 200, body);

        var end = await CompleteAsync(back);

        Assert.NotNull(end.Failure);
        Assert.False(await hub.WithDatabaseAsync(db => db.Connections.AnyAsync(c => c.InstanceId == instanceId)));
    }

    [Fact, Proves("O10")]
    public async Task ReconnectAsAnotherAccount_NeedsConfirmation()
    {
        var id = await hub.SignInAtVendorAsync(hub.Admin, Provider);
        var before = await AccountAsync(id);

        var refused = await hub.SignInAtVendorAsync(hub.Admin, Provider, id, account: 1);
        Assert.Equal("connection.account_changed", refused.Failure!.Code);
        Assert.Equal(before, await AccountAsync(id));

        var confirmed = await hub.SignInAtVendorAsync(hub.Admin, Provider, id, allowAccountChange: true, account: 1);
        Assert.Null(confirmed.Failure);
        Assert.NotEqual(before, await AccountAsync(id));
    }

    [Fact, Proves("O12")]
    public async Task Disconnect_ErasesTheCiphertextAndRevokesAtTheVendor()
    {
        var id = await hub.SignInAtVendorAsync(hub.Admin, Provider);
        var requests = hub.Sandbox.State.Requests.Count;

        Assert.True((await hub.Get<Integrations.Core.Connections.ConnectionService>().DisconnectAsync(hub.Admin, id, default)).IsSuccess);

        Assert.All(await hub.WithDatabaseAsync(db => db.Connections.Where(c => c.InstanceId == id).ToListAsync()), c => Assert.Null(c.Ciphertext));
        await hub.Get<Integrations.Core.Connections.RevocationSweep>().RunOnceAsync(default);
        var revocation = await Eventually.ValueAsync(
            () => hub.WithDatabaseAsync(db => db.Revocations.AsNoTracking().SingleAsync(r => r.InstanceId == id)), r => r.FinishedAt is not null);
        Assert.True(revocation.Revoked, revocation.LastError);
        Assert.Null(revocation.Ciphertext);
        Assert.Contains(hub.Sandbox.State.Requests.Skip(requests), r => r.Method == "DELETE" && r.Path.Contains("/applications/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_ByAUserOnAnOrganizationsIntegration_IsForbidden_AndNotFoundForStrangers()
    {
        var id = await hub.EnableAsync(hub.Admin, Provider);

        Assert.Equal(FailureKind.Forbidden, (await _flow.StartAsync(hub.User, id, new FlowRequest("/") { BrowserKey = "b" }, default)).Failure!.Kind);
        Assert.Equal(FailureKind.NotFound, (await _flow.StartAsync(hub.Stranger, id, new FlowRequest("/") { BrowserKey = "b" }, default)).Failure!.Kind);
    }

    [Fact, Proves("T1")]
    public async Task CiphertextMovedToAnotherConnection_DoesNotOpen()
    {
        var (first, second) = (await hub.SignInAtVendorAsync(hub.Admin, Provider), await hub.SignInAtVendorAsync(hub.Admin, Provider));
        var stolen = await hub.WithDatabaseAsync(db => db.Connections.Where(c => c.InstanceId == first).Select(c => c.Ciphertext).SingleAsync());
        await hub.WithDatabaseAsync(db => db.Connections.Where(c => c.InstanceId == second).ExecuteUpdateAsync(c => c.SetProperty(x => x.Ciphertext, stolen)));

        var tested = await hub.Get<Integrations.Core.Connections.ConnectionService>().TestAsync(hub.Admin, second, default);

        Assert.Equal("connection.unreadable", tested.Value.Failure!.Code);
    }

    [Fact, Proves("O1")]
    public async Task Verifier_IsAnotherForEachFlow_AndErasedOnUse()
    {
        var id = await hub.EnableAsync(hub.Admin, Provider);
        var challenges = new HashSet<string>(StringComparer.Ordinal);
        for (var flow = 0; flow < 5; flow++)
        {
            var started = await _flow.StartAsync(hub.Admin, id, new FlowRequest("/integrations") { BrowserKey = "b" }, default);
            challenges.Add(System.Web.HttpUtility.ParseQueryString(new Uri(started.Value.AuthorizationUrl).Query)["code_challenge"]!);
        }

        var (instanceId, back) = await ConsentAsync();
        Task<string?> VerifierAsync() => hub.WithDatabaseAsync(db => db.OAuthStates.Where(s => s.InstanceId == instanceId).Select(s => s.VerifierCiphertext).SingleAsync());
        Assert.NotNull(await VerifierAsync());
        Assert.Null((await CompleteAsync(back)).Failure);

        Assert.Equal(5, challenges.Count);
        Assert.All(challenges, challenge => Assert.Equal(43, challenge.Length));
        Assert.Null(await VerifierAsync());
    }

    [Fact, Proves("O7")]
    public async Task ReturnAddress_IsCheckedAgainAtTheEnd()
    {
        var (instanceId, back) = await ConsentAsync();
        await hub.WithDatabaseAsync(db => db.OAuthStates.Where(s => s.InstanceId == instanceId).ExecuteUpdateAsync(s => s.SetProperty(x => x.ReturnUrl, "https://evil.test/")));

        var end = await CompleteAsync(back);

        Assert.Null(end.Failure);
        Assert.Equal("/", end.ReturnUrl);
    }

    [Theory, Proves("O9")]
    [InlineData("bearer", 0, 1, true)]
    [InlineData("mac", 0, 1, false)]
    [InlineData("bearer", 70_000, 1, false)]
    [InlineData("bearer", 0, 20, false)]
    public async Task TokenAnswer_IsReadToItsLimits_AndAnIdTokenInItIsIgnored(string type, int filler, int depth, bool isTaken)
    {
        var nested = new string('[', depth) + new string(']', depth);
        hub.Sandbox.State.AnswerNext("github.com/login/oauth/access_token", 200, $$"""{"access_token":"x","token_type":"{{type}}","id_token":"made.up.token","more":"{{new string('x', filler)}}","deep":{{nested}}}""");

        var grant = await hub.Get<OAuthTokens>().ExchangeAsync(Provider, "code", "http://127.0.0.1:5080/callback", "verifier", default);

        Assert.Equal(isTaken, grant.IsSuccess);
    }

    private async Task<(Guid InstanceId, SandboxCallback Back)> ConsentAsync()
    {
        var id = await hub.EnableAsync(hub.Admin, Provider);
        var started = await _flow.StartAsync(hub.Admin, id, new FlowRequest("/integrations") { BrowserKey = "this-browser" }, default);
        using var browser = SandboxConsent.Browser();
        var account = hub.Sandbox.Credentials.First(c => c.Provider == Provider && c.Kind == "oauth2" && c.Behaviour == SandboxBehaviour.Healthy).Account;
        return (id, await SandboxConsent.AllowAsync(browser, new Uri(started.Value.AuthorizationUrl), new SandboxAccount(account, account, SandboxBehaviour.Healthy)));
    }

    private int Exchanges() => hub.Sandbox.State.Requests.Count(r => r.Path.Contains("/login/oauth/access_token", StringComparison.Ordinal));

    private Task<FlowEnd> CompleteAsync(SandboxCallback back) => _flow.CompleteAsync(
        new FlowCallback { Code = back.Code, State = back.State, Error = back.Error, BrowserKey = "this-browser", SignedInUser = hub.Admin.UserId }, null, null, default);

    private async Task<string?> AccountAsync(Guid id) =>
        await hub.WithDatabaseAsync(db => db.Connections.Where(c => c.InstanceId == id && c.DisconnectedAt == null).Select(c => c.AccountId).SingleAsync());
}
