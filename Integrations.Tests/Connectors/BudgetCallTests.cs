using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using Integrations.Connectors.Declarative;
using Integrations.Connectors.Http;
using Integrations.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Connectors;

/// <summary>What one call takes of its vendor's budgets: as much as it really sends, and no wait that outlasts its work.</summary>
public sealed class BudgetCallTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public void Dispose() => _services.Dispose();

    [Theory]
    [InlineData(10, 4)]
    [InlineData(3, 3)]
    [InlineData(1, 1)]
    public async Task Retries_TakeTheirOwn_AndWhereNoneIsLeftTheAnswerStands(int requests, int asked)
    {
        var clock = new ImpatientClock();
        var vendor = new PlayedVendor(_ => new HttpResponseMessage(HttpStatusCode.InternalServerError) { Content = new StringContent("") });
        using var calls = new HttpMessageInvoker(Over(Repeating(vendor, clock), requests, clock));

        using var answer = await GetAsync(calls, "/x");

        Assert.Equal((HttpStatusCode.InternalServerError, asked), (answer.StatusCode, vendor.Asked));
        if (requests == asked)
        {
            await Assert.ThrowsAsync<BudgetSpentException>(() => GetAsync(calls, "/x"));
        }
    }

    [Fact]
    public async Task Redirects_AtTheVendor_TakeTheirOwn_ThoseToOtherHostsDoNot()
    {
        var clock = new MovableClock();
        var vendor = new PlayedVendor(request => request.RequestUri!.AbsolutePath switch
        {
            "/moved" => To("https://api.example.com/here"),
            "/file" => To("https://files.example.com/file-itself"),
            _ => new HttpResponseMessage(HttpStatusCode.OK),
        });
        using var two = new HttpMessageInvoker(Over(Following(vendor), 2, clock));
        using var one = new HttpMessageInvoker(Over(Following(vendor), 1, clock));
        using var another = new HttpMessageInvoker(Over(Following(vendor), 1, clock));

        using var moved = await GetAsync(two, "/moved");
        Assert.Equal(HttpStatusCode.OK, moved.StatusCode);
        Assert.False((await Assert.ThrowsAsync<BudgetSpentException>(() => GetAsync(two, "/moved"))).HasSent);
        Assert.True((await Assert.ThrowsAsync<BudgetSpentException>(() => GetAsync(one, "/moved"))).HasSent);
        using var file = await GetAsync(another, "/file");
        Assert.Equal(HttpStatusCode.OK, file.StatusCode);
    }

    [Fact]
    public async Task CallThatIsNeverSent_TakesNothing()
    {
        var clock = new MovableClock();
        var isFull = true;
        using var gate = new Gate(() => isFull) { InnerHandler = new BudgetCounter { InnerHandler = new PlayedVendor(_ => new HttpResponseMessage(HttpStatusCode.OK)) } };
        using var calls = new HttpMessageInvoker(Over(gate, 1, clock), disposeHandler: false);

        await Assert.ThrowsAsync<OutboundFullException>(() => GetAsync(calls, "/x"));
        isFull = false;

        using var answer = await GetAsync(calls, "/x");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Job_WaitsForShortWhilesOnly_AndIsToldOfLongerOnes()
    {
        var clock = new MovableClock();
        var budgets = new VendorBudgets(clock, _services.GetRequiredService<IMeterFactory>());
        var limits = new KnownLimits(new VendorBudget(4, TimeSpan.FromSeconds(20), IsPerClient: false));
        using var calls = new HttpMessageInvoker(budgets.Over(
            new BudgetCounter { InnerHandler = new PlayedVendor(_ => new HttpResponseMessage(HttpStatusCode.OK)) }, new BudgetOwner("acme", Guid.NewGuid(), "own"), isJob: true, limits));
        for (var call = 0; call < 3; call++)
        {
            (await GetAsync(calls, "/x")).Dispose();
        }

        Assert.Equal(TimeSpan.FromSeconds(22), (await Assert.ThrowsAsync<BudgetSpentException>(() => GetAsync(calls, "/x"))).Wait);

        clock.Advance(TimeSpan.FromSeconds(19));
        var waiting = GetAsync(calls, "/x");
        Assert.False(waiting.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(3));
        using var answer = await waiting;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task BudgetOfSomePaths_HoldsForTheseAlone()
    {
        var clock = new MovableClock();
        var budgets = new VendorBudgets(clock, _services.GetRequiredService<IMeterFactory>());
        var limits = new KnownLimits(new VendorBudget(1, TimeSpan.FromHours(1), IsPerClient: false) { PathEnd = "/search" });
        using var calls = new HttpMessageInvoker(budgets.Over(
            new BudgetCounter { InnerHandler = new PlayedVendor(_ => new HttpResponseMessage(HttpStatusCode.OK)) }, new BudgetOwner("acme", Guid.NewGuid(), "own"), isJob: false, limits));

        (await GetAsync(calls, "/things/search")).Dispose();

        await Assert.ThrowsAsync<BudgetSpentException>(() => GetAsync(calls, "/things/search"));
        (await GetAsync(calls, "/things/1")).Dispose();
        (await GetAsync(calls, "/things/2")).Dispose();
    }

    [Theory]
    [InlineData("linear", 400, """{"errors":[{"message":"Slow down","extensions":{"code":"RATELIMITED"}}]}""", true)]
    [InlineData("linear", 400, """{"errors":[{"message":"No such field","extensions":{"code":"GRAPHQL_VALIDATION_FAILED"}}]}""", false)]
    [InlineData("docusign", 400, """{"errorCode":"BURST_APIINVOCATION_LIMIT_EXCEEDED","message":"Slow down"}""", true)]
    [InlineData("docusign", 400, """{"errorCode":"INVALID_REQUEST_PARAMETER","message":"No"}""", false)]
    [InlineData("notion", 429, "{}", true)]
    [InlineData("notion", 400, "{}", false)]
    [InlineData("linear", 200, """{"data":{}}""", false)]
    public async Task RefusalForALimit_IsWhatTheFileSays(string provider, int status, string body, bool isLimit)
    {
        var connector = DeclarativeProviders.All.Single(one => one.Provider == provider);
        using var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

        Assert.Equal(isLimit, await connector.RefusesForLimitAsync(response, CancellationToken.None));
        Assert.Equal(body, await response.Content.ReadAsStringAsync());
    }

    private HttpMessageHandler Over(HttpMessageHandler inner, int requests, TimeProvider clock) => new VendorBudgets(clock, _services.GetRequiredService<IMeterFactory>())
        .Over(inner, new BudgetOwner("acme", Guid.NewGuid(), "own"), isJob: false, new KnownLimits(new VendorBudget(requests, TimeSpan.FromHours(1), IsPerClient: false)));

    private static ResilienceHandler Repeating(HttpMessageHandler vendor, TimeProvider clock)
    {
        var deadline = TimeSpan.FromMinutes(1);
        var bounds = new CallBounds("acme", Guid.Empty, deadline, new RetryBudget(clock), new OutboundConcurrencyLimiter(512));
        return new ResilienceHandler(ResilienceHandler.Pipeline(deadline, clock), bounds, new VendorTime(clock), clock) { InnerHandler = new BudgetCounter { InnerHandler = vendor } };
    }

    private static RedirectHandler Following(HttpMessageHandler vendor) =>
        new(new VendorHttpOptions().RouteOf("acme")) { InnerHandler = new BudgetCounter { InnerHandler = vendor } };

    private static HttpResponseMessage To(string address) => new(HttpStatusCode.Found) { Headers = { Location = new Uri(address) } };

    private static async Task<HttpResponseMessage> GetAsync(HttpMessageInvoker calls, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"https://api.example.com{path}");
        return await calls.SendAsync(request, CancellationToken.None);
    }

    private sealed class Gate(Func<bool> isFull) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            isFull() ? throw new OutboundFullException() : base.SendAsync(request, cancellationToken);
    }

    private sealed class PlayedVendor(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        public int Asked { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked++;
            return Task.FromResult(answer(request));
        }
    }
}
