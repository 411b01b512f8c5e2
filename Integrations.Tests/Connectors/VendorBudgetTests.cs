using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using Integrations.Connectors.Http;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Connectors;

/// <summary>Calls stay within a vendor's limits before the vendor refuses them, and people come before jobs.</summary>
public sealed class VendorBudgetTests : IDisposable
{
    private static readonly VendorBudget Thirty = new(30, TimeSpan.FromMinutes(1), IsPerClient: false)
    {
        LimitHeader = "X-Limit",
        RemainingHeader = "X-Remaining",
        ResetHeader = "X-Reset",
        ResetForm = "unix",
    };

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MovableClock _clock = new();

    public void Dispose() => _services.Dispose();

    [Fact]
    public void NoWindow_HoldsMoreThanItsRequests_WhereverItBegins()
    {
        var bucket = new BudgetBucket(Thirty, _clock);
        var sent = new List<DateTimeOffset>();
        for (var step = 0; step < 3_000; step++)
        {
            if (bucket.Take(isJob: false) is null)
            {
                sent.Add(_clock.GetUtcNow());
            }

            _clock.Advance(TimeSpan.FromMilliseconds(173));
        }

        Assert.All(sent, start => Assert.InRange(sent.Count(at => at >= start && at < start + Thirty.Window), 1, 30));
        // And what the vendor allows is nearly all used.
        Assert.True(sent.Count > 3_000 * 0.173 / 60 * 30 * 0.85, $"{sent.Count} sent");
    }

    [Fact]
    public void Jobs_LeaveAQuarterToPeople()
    {
        var bucket = new BudgetBucket(Thirty, _clock);

        Assert.Equal(23, Enumerable.Range(0, 100).Count(_ => bucket.Take(isJob: true) is null));
        Assert.Equal(7, Enumerable.Range(0, 100).Count(_ => bucket.Take(isJob: false) is null));
        Assert.InRange(bucket.Take(isJob: false)!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(67));
    }

    [Fact]
    public void WhatTheVendorSays_Counts()
    {
        var bucket = new BudgetBucket(Thirty, _clock);
        bucket.Learn(Answer(200, ("X-Limit", "100"), ("X-Remaining", "2")), isRefused: false);

        Assert.Equal(2, Enumerable.Range(0, 100).Count(_ => bucket.Take(isJob: false) is null));
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(100, Enumerable.Range(0, 200).Count(_ => bucket.Take(isJob: false) is null));

        _clock.Advance(TimeSpan.FromMinutes(2));
        bucket.Learn(Answer(429, ("X-Reset", _clock.GetUtcNow().AddSeconds(90).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))), isRefused: true);
        Assert.InRange(bucket.Take(isJob: false)!.Value, TimeSpan.FromSeconds(88), TimeSpan.FromSeconds(91));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("NaN")]
    [InlineData("1e400")]
    [InlineData("99999999999999999999")]
    [InlineData("soon")]
    [InlineData("")]
    public void HeadersOfNoForm_AreNotBelieved_AndNothingWaitsForEver(string value)
    {
        foreach (var form in new[] { "seconds", "unix", "unix_ms", "iso" })
        {
            var bucket = new BudgetBucket(Thirty with { ResetForm = form }, _clock);
            bucket.Learn(Answer(429, ("X-Limit", value), ("X-Remaining", value), ("X-Reset", value)), isRefused: true);

            Assert.InRange(bucket.Take(isJob: false) ?? TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromHours(1));
            _clock.Advance(TimeSpan.FromHours(1));
            Assert.Null(bucket.Take(isJob: false));
        }
    }

    [Fact]
    public async Task TenCallersOfThirtyAMinute_NoPersonIsRefusedByTheVendor_WhileJobsWait()
    {
        var vendor = new LimitedVendor(30, TimeSpan.FromMinutes(1), _clock);
        var budgets = new VendorBudgets(_clock, _services.GetRequiredService<IMeterFactory>());
        var connection = Guid.NewGuid();
        using var people = new HttpMessageInvoker(budgets.Over(Counted(vendor), new BudgetOwner("acme", connection, "own"), isJob: false, new KnownLimits(Thirty)));
        using var jobs = new HttpMessageInvoker(budgets.Over(Counted(vendor), new BudgetOwner("acme", connection, "own"), isJob: true, new KnownLimits(Thirty)));
        var (answered, putOff) = (0, 0);
        var working = Enumerable.Range(0, 10).Select(async _ =>
        {
            for (var call = 0; call < 12; call++)
            {
                try
                {
                    using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.example.com/x");
                    using var response = await jobs.SendAsync(request, CancellationToken.None);
                    Interlocked.Increment(ref answered);
                }
                catch (BudgetSpentException)
                {
                    Interlocked.Increment(ref putOff);
                }
            }
        }).ToList();
        var person = Task.Run(async () =>
        {
            for (var call = 0; call < 7; call++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.example.com/x");
                using var response = await people.SendAsync(request, CancellationToken.None);
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            }
        });

        await person;
        var all = Task.WhenAll(working);
        var began = TimeProvider.System.GetTimestamp();
        while (!all.IsCompleted && TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromMinutes(2))
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(2);
        }

        Assert.True(all.IsCompleted, $"{answered} answered, {putOff} put off");
        await all;
        Assert.Equal(0, vendor.Refused);
        Assert.Equal(120, answered + putOff);
        Assert.True(answered >= 23, $"{answered} answered, {putOff} put off");
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task BudgetsOfAClient_AreSharedByThoseWhoSignedInThroughIt_WhatIsPastedHasItsOwn(bool sharesClient, int refused)
    {
        var budgets = new VendorBudgets(_clock, _services.GetRequiredService<IMeterFactory>());
        var client = new VendorBudget(2, TimeSpan.FromHours(1), IsPerClient: true);
        var failures = 0;
        foreach (var connection in new[] { Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid() })
        {
            using var calls = new HttpMessageInvoker(budgets.Over(
                Counted(new LimitedVendor(100, TimeSpan.FromHours(1), _clock)), new BudgetOwner("acme", connection, sharesClient ? BudgetOwner.Hub : $"{connection}"), isJob: false, new KnownLimits(client, Thirty)));
            using var request = new HttpRequestMessage(HttpMethod.Post, "https://api.example.com/x");
            try
            {
                using var response = await calls.SendAsync(request, CancellationToken.None);
            }
            catch (BudgetSpentException spent)
            {
                failures++;
                var failure = VendorFailures.FromException("Acme", spent, CancellationToken.None);
                Assert.Equal((FailureKind.VendorRateLimited, VendorFailures.BudgetSpentCode), (failure!.Kind, failure.Code));
                Assert.True(failure.RetryAfter > TimeSpan.FromMinutes(30));
            }
        }

        Assert.Equal(refused, failures);
    }

    [Fact]
    public async Task ConnectionThatAskedTooMuch_StopsNoOther_ThatSharesItsClient()
    {
        var budgets = new VendorBudgets(_clock, _services.GetRequiredService<IMeterFactory>());
        var limits = new KnownLimits(Thirty, new VendorBudget(300, TimeSpan.FromMinutes(1), IsPerClient: true));
        using var noisy = new HttpMessageInvoker(budgets.Over(Counted(new LimitedVendor(0, TimeSpan.FromMinutes(1), _clock)), new BudgetOwner("acme", Guid.NewGuid(), BudgetOwner.Hub), isJob: false, limits));
        using var other = new HttpMessageInvoker(budgets.Over(Counted(new LimitedVendor(30, TimeSpan.FromMinutes(1), _clock)), new BudgetOwner("acme", Guid.NewGuid(), BudgetOwner.Hub), isJob: false, limits));

        using (var request = new HttpRequestMessage(HttpMethod.Get, "https://api.example.com/x"))
        using (var refused = await noisy.SendAsync(request, CancellationToken.None))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        }

        using var again = new HttpRequestMessage(HttpMethod.Get, "https://api.example.com/x");
        await Assert.ThrowsAsync<BudgetSpentException>(() => noisy.SendAsync(again, CancellationToken.None));
        using var others = new HttpRequestMessage(HttpMethod.Get, "https://api.example.com/x");
        using var answer = await other.SendAsync(others, CancellationToken.None);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public void ManyRequests_CostAnEntryAPart_AndWhatIsGivenBackIsTakenFromWhereItWasCounted()
    {
        var bucket = new BudgetBucket(new VendorBudget(1_000_000, TimeSpan.FromMinutes(1), IsPerClient: false), _clock);
        for (var second = 0; second < 200; second++)
        {
            Assert.Equal(100, Enumerable.Range(0, 100).Count(_ => bucket.Take(isJob: false) is null));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(bucket.Kept, 1, 11);

        var small = new BudgetBucket(Thirty, _clock);
        Assert.Null(small.Take(isJob: false, out var part));
        _clock.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(29, Enumerable.Range(0, 29).Count(_ => small.Take(isJob: false) is null));
        small.GiveBack(part);
        Assert.Null(small.Take(isJob: false));
        // The first is over by now; the thirty of the fortieth second are not.
        _clock.Advance(TimeSpan.FromSeconds(30));
        small.GiveBack(part);
        Assert.NotNull(small.Take(isJob: false));
    }

    [Fact]
    public void RefusalOfAnotherLimit_LeavesABudgetWithRoomAsItIs()
    {
        var bucket = new BudgetBucket(Thirty, _clock);
        bucket.Learn(Answer(429, ("X-Remaining", "20"), ("X-Reset", _clock.GetUtcNow().AddSeconds(50).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))), isRefused: true);
        Assert.Null(bucket.Take(isJob: false));

        bucket.Learn(Answer(429, ("X-Remaining", "20"), ("Retry-After", "7")), isRefused: true);
        Assert.InRange(bucket.Take(isJob: false)!.Value, TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(7));
    }

    private static BudgetCounter Counted(HttpMessageHandler vendor) => new() { InnerHandler = vendor };

    private static HttpResponseMessage Answer(int status, params (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status);
        foreach (var (name, value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }
}
