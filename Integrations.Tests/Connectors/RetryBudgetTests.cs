using System.Net;
using Integrations.Connectors.Http;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Connectors;

/// <summary>RELIABILITY R9: a vendor in trouble is not asked much more often than one that is well.</summary>
public sealed class RetryBudgetTests
{
    private const int Calls = 1_000;

    [Fact, Proves("R9")]
    public async Task VendorThatIsDown_IsAskedAtMostATenthMoreOften()
    {
        // One moment: all of it is within one minute, and waits between retries take no time.
        var clock = new ImpatientClock();
        var vendor = new DownVendor();
        var budget = new RetryBudget(new StandingClock());
        using var http = new HttpClient(new ResilienceHandler(ResilienceHandler.Pipeline(TimeSpan.FromMinutes(1), clock), new CallBounds("github", Guid.Empty, TimeSpan.FromMinutes(1), budget, new OutboundConcurrencyLimiter(512)), new VendorTime(clock), clock) { InnerHandler = vendor });

        for (var call = 0; call < Calls; call++)
        {
            using var answer = await http.GetAsync(new Uri("https://vendor.example/"));
            Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        }

        Assert.InRange(vendor.Asked, Calls, Calls * 11 / 10);
    }

    [Fact, Proves("R9")]
    public void QuietVendor_HasAFewRetries_AndMoreInTheNextMinute()
    {
        var clock = new MovableClock();
        var budget = new RetryBudget(clock);
        budget.Called();

        Assert.Equal(10, Enumerable.Range(0, 100).Count(_ => budget.TrySpend()));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(budget.TrySpend());
    }

    [Theory, Proves("R8")]
    [InlineData("0")]
    [InlineData("Sun, 06 Nov 1994 08:49:37 GMT")]
    public async Task RetryAfter_ThatIsNowOrPast_IsWaitedForAsLongAsWithoutOne(string retryAfter)
    {
        var clock = new NotedClock();
        var vendor = new BusyVendor(retryAfter);
        using var http = new HttpClient(new ResilienceHandler(ResilienceHandler.Pipeline(TimeSpan.FromMinutes(1), clock), new CallBounds("github", Guid.Empty, TimeSpan.FromMinutes(1), new RetryBudget(clock), new OutboundConcurrencyLimiter(512)), new VendorTime(clock), clock) { InnerHandler = vendor });

        using var answer = await http.GetAsync(new Uri("https://vendor.example/"));

        Assert.Equal((HttpStatusCode.TooManyRequests, 4), (answer.StatusCode, vendor.Asked));
        Assert.Equal(3, clock.Waits.Count);
        // 0.5, 1 and 2 s, each from half as long to half as long again.
        Assert.All(clock.Waits.Index(), wait => Assert.InRange(wait.Item, TimeSpan.FromSeconds(0.25 * Math.Pow(2, wait.Index)), TimeSpan.FromSeconds(0.75 * Math.Pow(2, wait.Index))));
    }

    [Fact, Proves("R8")]
    public async Task RetryAfter_ThatIsLonger_IsWaitedFor()
    {
        var clock = new NotedClock();
        var vendor = new BusyVendor("4");
        using var http = new HttpClient(new ResilienceHandler(ResilienceHandler.Pipeline(TimeSpan.FromMinutes(1), clock), new CallBounds("github", Guid.Empty, TimeSpan.FromMinutes(1), new RetryBudget(clock), new OutboundConcurrencyLimiter(512)), new VendorTime(clock), clock) { InnerHandler = vendor });

        using var answer = await http.GetAsync(new Uri("https://vendor.example/"));

        Assert.All(clock.Waits, wait => Assert.Equal(TimeSpan.FromSeconds(4), wait));
        Assert.Equal(4, vendor.Asked);
    }

    [Theory, Proves("R8")]
    [InlineData("GET", 500, null, 4)]
    [InlineData("GET", 503, null, 4)]
    [InlineData("GET", 404, null, 1)]
    [InlineData("POST", 500, null, 1)]
    [InlineData("POST", 503, null, 1)]
    [InlineData("POST", 503, "1", 4)]
    [InlineData("POST", 429, "1", 4)]
    // Longer than the call may take: its caller is told at once, with the time.
    [InlineData("GET", 429, "120", 1)]
    public async Task Calls_AreRepeated_WhereNothingIsDoneTwice_AndTheTimeSuffices(string method, int status, string? retryAfter, int asked)
    {
        var clock = new NotedClock();
        var vendor = new BusyVendor(retryAfter, (HttpStatusCode)status);
        using var http = new HttpClient(new ResilienceHandler(ResilienceHandler.Pipeline(TimeSpan.FromMinutes(1), clock), new CallBounds("github", Guid.Empty, TimeSpan.FromMinutes(1), new RetryBudget(clock), new OutboundConcurrencyLimiter(512)), new VendorTime(clock), clock) { InnerHandler = vendor });
        using var request = new HttpRequestMessage(new HttpMethod(method), "https://vendor.example/");

        using var answer = await http.SendAsync(request);

        Assert.Equal((status, asked), ((int)answer.StatusCode, vendor.Asked));
        Assert.Equal(retryAfter, answer.Headers.TryGetValues("Retry-After", out var told) ? told.Single() : null);
    }

    [Fact, Proves("R8")]
    public async Task CallThatWasNeverSent_IsRepeated_WhateverItDoes()
    {
        var clock = new NotedClock();
        var vendor = new AbsentVendor();
        using var http = new HttpClient(new ResilienceHandler(ResilienceHandler.Pipeline(TimeSpan.FromMinutes(1), clock), new CallBounds("github", Guid.Empty, TimeSpan.FromMinutes(1), new RetryBudget(clock), new OutboundConcurrencyLimiter(512)), new VendorTime(clock), clock) { InnerHandler = vendor });

        await Assert.ThrowsAsync<HttpRequestException>(() => http.PostAsync(new Uri("https://vendor.example/"), null));

        Assert.Equal(4, vendor.Asked);
    }

    [Fact, Proves("R8", "V5")]
    public void Deadlines_AreTenSecondsForPeople_AndAMinuteInTheBackground()
    {
        var options = new VendorHttpOptions();

        Assert.Equal((TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(60)), (options.InteractiveDeadline, options.BackgroundDeadline));
        Assert.Equal(TimeSpan.FromSeconds(5), new Core.Search.SearchOptions().Deadline);
    }

    private sealed class BusyVendor(string? retryAfter, HttpStatusCode status = HttpStatusCode.TooManyRequests) : HttpMessageHandler
    {
        public int Asked { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked++;
            var busy = new HttpResponseMessage(status) { Content = new StringContent("") };
            if (retryAfter is not null)
            {
                busy.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
            }

            return Task.FromResult(busy);
        }
    }

    private sealed class AbsentVendor : HttpMessageHandler
    {
        public int Asked { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked++;
            throw new HttpRequestException(HttpRequestError.ConnectionError);
        }
    }

    /// <summary>Short waits are over at once, and noted.</summary>
    private sealed class NotedClock : TimeProvider
    {
        public List<TimeSpan> Waits { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var isShort = dueTime > TimeSpan.Zero && dueTime < TimeSpan.FromSeconds(5);
            if (isShort)
            {
                Waits.Add(dueTime);
            }

            return base.CreateTimer(callback, state, isShort ? TimeSpan.FromTicks(1) : dueTime, period);
        }
    }

    private sealed class DownVendor : HttpMessageHandler
    {
        public int Asked { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked++;
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.InternalServerError) { Content = new StringContent("") });
        }
    }

    private sealed class StandingClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;
    }
}
