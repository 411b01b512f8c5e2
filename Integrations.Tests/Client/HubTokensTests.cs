using System.Net;
using System.Net.Http.Headers;
using Integrations.Client;
using Integrations.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Integrations.Tests.Client;

/// <summary>How the client gets its tokens, renews them, and keeps them to itself.</summary>
public sealed class HubTokensTests
{
    [Fact]
    public async Task ManyCallsAtOnce_AskForOneToken()
    {
        var gate = new TaskCompletionSource();
        using var fake = new FakeHub();
        fake.GiveToken = async number =>
        {
            await gate.Task;
            return FakeHub.Json(HttpStatusCode.OK, $$"""{"accessToken":"token-{{number}}","tokenType":"Bearer","expiresIn":100}""");
        };
        await using var program = fake.Program();
        var hub = program.GetRequiredService<IntegrationsHub>();

        var calls = Enumerable.Range(0, 20).Select(_ => hub.Platform.DeleteInstanceAsync("a")).ToList();
        gate.SetResult();
        await Task.WhenAll(calls);

        Assert.Equal(1, fake.TokensAsked);
        Assert.Equal(20, fake.Calls.Count(call => call is { Route: "DELETE /below/api/tenant/integrations/a", Authorization.Parameter: "token-1" }));
    }

    [Fact]
    public async Task Token_IsRenewedBeforeItEnds_AndNotEarlier()
    {
        var clock = new MovableClock();
        using var fake = new FakeHub();
        await using var program = fake.Program(clock);
        var hub = program.GetRequiredService<IntegrationsHub>();

        await hub.Platform.DeleteInstanceAsync("a");
        clock.Advance(TimeSpan.FromSeconds(89));
        await hub.Platform.DeleteInstanceAsync("b");
        clock.Advance(TimeSpan.FromSeconds(2));
        await hub.Platform.DeleteInstanceAsync("c");

        Assert.Equal(["token-1", "token-1", "token-2"], fake.Calls.Where(call => call.Authorization is not null).Select(call => call.Authorization!.Parameter!));
    }

    [Fact]
    public async Task RefusedToken_IsReplacedOnce_AndASecondRefusalIsTheAnswer()
    {
        using var fake = new FakeHub();
        await using var program = fake.Program();
        var hub = program.GetRequiredService<IntegrationsHub>();
        fake.Answer = request => Task.FromResult(new HttpResponseMessage(request.Headers.Authorization!.Parameter == "token-1" ? HttpStatusCode.Unauthorized : HttpStatusCode.NoContent));

        Assert.True((await hub.Platform.DeleteInstanceAsync("a")).IsSuccess);
        Assert.Equal(2, fake.TokensAsked);

        fake.Answer = _ => Task.FromResult(FakeHub.Json(HttpStatusCode.Unauthorized, """{"error":{"code":"UNAUTHENTICATED","message":"No.","requestId":"r1"}}"""));
        var refused = await hub.Platform.DeleteInstanceAsync("a");

        Assert.Equal((HubErrorKind.Unauthenticated, "UNAUTHENTICATED", "r1"), (refused.Error!.Kind, refused.Error.Code, refused.Error.RequestId));
        Assert.Equal(3, fake.TokensAsked);
    }

    [Fact]
    public async Task VendorsOwnRefusal_IsHandedOn_AndRenewsNothing()
    {
        using var fake = new FakeHub();
        await using var program = fake.Program();
        fake.Answer = _ => Task.FromResult(new HttpResponseMessage(HttpStatusCode.Unauthorized) { Headers = { { "X-Vendor-Status", "401" } } });

        using var answer = (await program.GetRequiredService<IntegrationsHub>().Platform.ProxyGetAsync(Guid.Empty, "user")).Value;

        Assert.Equal((HttpStatusCode.Unauthorized, 1), (answer.StatusCode, fake.TokensAsked));
    }

    [Fact]
    public async Task RefusedSignIn_IsAnErrorOfEachCall_AndIsAskedAgainByTheNext()
    {
        using var fake = new FakeHub();
        await using var program = fake.Program();
        var hub = program.GetRequiredService<IntegrationsHub>();
        fake.GiveToken = _ => Task.FromResult(FakeHub.Json(HttpStatusCode.Unauthorized, """{"error":{"code":"AUTH_CLIENT_REFUSED","message":"Not this one.","requestId":"r2"}}"""));

        var refused = await hub.Platform.GetInstanceAsync("a");
        var thrown = Assert.Throws<HubException>(() => refused.Value);

        Assert.Equal(("AUTH_CLIENT_REFUSED", HttpStatusCode.Unauthorized), (thrown.Error.Code, thrown.StatusCode));
        Assert.DoesNotContain(fake.Calls, call => call.Route.Contains("/tenant/", StringComparison.Ordinal));
        Assert.DoesNotContain(FakeHub.SecretText, thrown.ToString(), StringComparison.Ordinal);
        fake.GiveToken = number => Task.FromResult(FakeHub.Json(HttpStatusCode.OK, $$"""{"access_token":"token-{{number}}","expires_in":100}"""));
        Assert.True((await hub.Platform.DeleteInstanceAsync("a")).IsSuccess);
    }

    [Theory]
    [InlineData("{}"), InlineData("[]"), InlineData("""{"accessToken":"x"}"""), InlineData("<html>"), InlineData("")]
    public async Task SignInThatGivesNoToken_IsAnUnreadableAnswer(string body)
    {
        using var fake = new FakeHub();
        await using var program = fake.Program();
        fake.GiveToken = _ => Task.FromResult(FakeHub.Json(HttpStatusCode.OK, body));

        Assert.Equal(HubErrorKind.Unreadable, (await program.GetRequiredService<IntegrationsHub>().Platform.GetInstanceAsync("a")).Error?.Kind);
    }

    [Fact]
    public async Task TokenThatWasGiven_IsSentAsItIs_AndNeverRenewed()
    {
        using var fake = new FakeHub();
        await using var program = fake.Program(configure: options => (options.Token, options.ClientId, options.ClientSecret) = ("itg_given", null, null));
        fake.Answer = _ => Task.FromResult(new HttpResponseMessage(HttpStatusCode.Unauthorized));

        Assert.Equal("unauthenticated", (await program.GetRequiredService<IntegrationsHub>().Platform.GetInstanceAsync("a")).Error?.Code);

        var call = Assert.Single(fake.Calls);
        Assert.Equal(new AuthenticationHeaderValue("Bearer", "itg_given"), call.Authorization);
    }

    [Fact]
    public async Task Secrets_ArePrintedByNothingThatHoldsThem()
    {
        using var fake = new FakeHub();
        await using var program = fake.Program();
        var tokens = program.GetRequiredService<HubTokens>();
        await tokens.TakeAsync(null, CancellationToken.None);

        object[] all = [program.GetRequiredService<IOptions<IntegrationsHubOptions>>().Value, tokens, new HubToken("token-1", default), program.GetRequiredService<IntegrationsHub>()];
        var printed = string.Join(' ', all);

        Assert.DoesNotContain(FakeHub.SecretText, printed, StringComparison.Ordinal);
        Assert.DoesNotContain("token-1", printed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "itg_x", null, null, "Address")]
    [InlineData("hub.test", "itg_x", null, null, "Address")]
    [InlineData("ftp://hub.test", "itg_x", null, null, "Address")]
    [InlineData("https://user:word@hub.test", "itg_x", null, null, "Address")]
    [InlineData("http://hub.test", "itg_x", null, null, "https")]
    [InlineData("https://hub.test", null, null, null, "Either")]
    [InlineData("https://hub.test", "itg_x", "itc_1", "its_x", "Either")]
    [InlineData("https://hub.test", null, "itc_1", null, "Either")]
    [InlineData("https://hub.test", null, null, "its_x", "Either")]
    public void Options_ThatCannotWork_AreRefusedWithTheReason(string? address, string? token, string? id, string? secret, string said)
    {
        var services = new ServiceCollection();
        services.AddIntegrationsHub(options => (options.Address, options.Token, options.ClientId, options.ClientSecret) = (address is null ? null : new Uri(address, UriKind.RelativeOrAbsolute), token, id, secret));
        using var program = services.BuildServiceProvider();

        var refused = Assert.Throws<OptionsValidationException>(() => program.GetRequiredService<IntegrationsHub>());

        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("itg_x", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("its_x", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("word", refused.Message, StringComparison.Ordinal);
    }
}
