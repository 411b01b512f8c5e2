using System.Net;
using Integrations.Core.Connectors.Http;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Connectors;

/// <summary>RELIABILITY R9: a vendor in trouble is not asked much more often than one that is well.</summary>
public sealed class RetryBudgetTests
{
    private const int Calls = 1_000;

    [Fact]
    public async Task R9_VendorThatIsDown_IsAskedAtMostATenthMoreOften()
    {
        // One moment: all of it is within one minute, and waits between retries take no time.
        var clock = new ImpatientClock();
        var vendor = new DownVendor();
        var budget = new RetryBudget(new StandingClock());
        using var http = new HttpClient(new ResilienceHandler(ResilienceHandler.Pipeline(TimeSpan.FromMinutes(1), clock), "github", Guid.Empty, TimeSpan.FromMinutes(1), budget, new OutboundSlots(512), new VendorTime(clock), clock) { InnerHandler = vendor });

        for (var call = 0; call < Calls; call++)
        {
            using var answer = await http.GetAsync(new Uri("https://vendor.example/"));
            Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        }

        Assert.InRange(vendor.Asked, Calls, Calls * 11 / 10);
    }

    [Fact]
    public void R9_QuietVendor_HasAFewRetries_AndMoreInTheNextMinute()
    {
        var clock = new MovableClock();
        var budget = new RetryBudget(clock);
        budget.Called();

        Assert.Equal(10, Enumerable.Range(0, 100).Count(_ => budget.TrySpend()));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(budget.TrySpend());
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
