using System.Net;
using Integrations.Core.Permissions;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Hosting.Limits;

namespace Integrations.Tests.Hosting;

public sealed class RateCounterTests
{
    private readonly MovedClock _clock = new();

    [Fact, Proves("V1")]
    public async Task AnySixtySeconds_AdmitNoMoreThanTheLimit()
    {
        var counter = new RateCounter(_clock, 1_000);
        var admitted = new List<DateTimeOffset>();
        var random = new Random(7);
        for (var i = 0; i < 5_000; i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(random.Next(0, 400)));
            if ((await counter.TakeAsync("a", 30, CancellationToken.None)).IsAdmitted)
            {
                admitted.Add(_clock.GetUtcNow());
            }
        }

        for (var i = 30; i < admitted.Count; i++)
        {
            Assert.True(admitted[i] - admitted[i - 30] >= RateCounter.Window);
        }
    }

    [Fact, Proves("V1")]
    public async Task Refused_SaysWhenThereIsRoomAgain()
    {
        var counter = new RateCounter(_clock, 1_000);
        var first = await counter.TakeAsync("a", 2, CancellationToken.None);
        Assert.Equal((true, 1), (first.IsAdmitted, first.Remaining));
        _clock.Advance(TimeSpan.FromSeconds(10));
        await counter.TakeAsync("a", 2, CancellationToken.None);
        var refused = await counter.TakeAsync("a", 2, CancellationToken.None);
        Assert.Equal((false, 0), (refused.IsAdmitted, refused.Remaining));
        Assert.Equal(_clock.GetUtcNow().AddSeconds(50), refused.ResetAt);

        _clock.Advance(TimeSpan.FromSeconds(50));
        Assert.True((await counter.TakeAsync("a", 2, CancellationToken.None)).IsAdmitted);
        Assert.False((await counter.TakeAsync("a", 2, CancellationToken.None)).IsAdmitted);
    }

    [Fact, Proves("V3")]
    public async Task MillionKeys_StayBounded_ExpireAndSpareKnownCallers()
    {
        var counter = new RateCounter(_clock, 5_000);
        await counter.TakeAsync("known", 5, CancellationToken.None);
        for (var i = 0; i < 1_000_000; i++)
        {
            await counter.TakeAsync($"made-up {i}", 5, CancellationToken.None);
        }

        Assert.True(counter.Partitions <= 5_000);
        Assert.Equal(3, (await counter.TakeAsync("known", 5, CancellationToken.None)).Remaining);

        _clock.Advance(TimeSpan.FromSeconds(61));
        await counter.TakeAsync("known", 5, CancellationToken.None);
        Assert.Equal(1, counter.Partitions);
    }

    [Fact, Proves("A8")]
    public async Task Callers_AreCountedApart()
    {
        var counter = new RateCounter(_clock, 1_000);
        var one = new Caller(Guid.NewGuid(), Guid.NewGuid(), Role.User);
        var two = new Caller(Guid.NewGuid(), one.OrganizationId, Role.User);
        Assert.True((await counter.TakeAsync(RateLimits.KeyOf(one, address: null, RateClass.Search), 1, CancellationToken.None)).IsAdmitted);
        Assert.True((await counter.TakeAsync(RateLimits.KeyOf(two, address: null, RateClass.Search), 1, CancellationToken.None)).IsAdmitted);
        Assert.True((await counter.TakeAsync(RateLimits.KeyOf(one, address: null, RateClass.Widget), 1, CancellationToken.None)).IsAdmitted);
        Assert.False((await counter.TakeAsync(RateLimits.KeyOf(one, address: null, RateClass.Search), 1, CancellationToken.None)).IsAdmitted);
    }

    [Theory, Proves("V2")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::ffff", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    public void Addresses_CountByNetwork(string one, string other, bool together) =>
        Assert.Equal(together, RateLimits.Network(IPAddress.Parse(one)) == RateLimits.Network(IPAddress.Parse(other)));

    [Fact, Proves("V1")]
    public void Defaults_AreTheDocumentedOnes()
    {
        var limits = new RateLimitOptions();
        Assert.Equal([100, 200, 50, 30, 100, 20, 300, 3_000], Enum.GetValues<RateClass>().Select(limits.Of));
    }
}
