using Integrations.Connectors.Http;
using Integrations.Primitives;

namespace Integrations.Tests.Connectors;

/// <summary>How outbound calls share what a node may have under way.</summary>
public sealed class OutboundConcurrencyLimiterTests
{
    private const int All = 64;
    private static readonly Guid Ours = Guid.NewGuid();
    private static readonly Guid Theirs = Guid.NewGuid();
    private readonly OutboundConcurrencyLimiter _slots = new(All);

    [Fact, Proves("V6")]
    public async Task OneOrganization_HoldsAQuarter_AndOthersGoOn()
    {
        var held = new List<OutboundConcurrencyLimiter.Slot>();
        for (var i = 0; i < All / 4; i++)
        {
            held.Add(await _slots.TakeAsync($"vendor-{i}", Ours, default));
        }

        using var patience = new CancellationTokenSource();
        var waiting = TakeAsync("one-more", Ours, patience.Token);
        Assert.False(waiting.IsCompleted);
        using var other = await _slots.TakeAsync("one-more", Theirs, default);

        held[0].Dispose();
        (await waiting).Dispose();
    }

    [Fact, Proves("V6")]
    public void OneVendor_HoldsAQuarter_WhoeverAsks_AndTheHubsOwnCallsFindRoomInIt()
    {
        var held = 0;
        while (TakeAsync("slow", Guid.NewGuid()).IsCompleted)
        {
            held++;
        }

        Assert.InRange(held, 1, (All / 4) - 1);
        Assert.True(TakeAsync("slow", Guid.Empty).IsCompleted);
        Assert.True(TakeAsync("quick", Ours).IsCompleted);
    }

    [Fact, Proves("V6")]
    public async Task WhoeverGivesUp_LeavesNothingTaken_AndAFreedSlotGoesToTheNextInLine()
    {
        var held = new List<OutboundConcurrencyLimiter.Slot>();
        for (var i = 0; i < All / 4; i++)
        {
            held.Add(await _slots.TakeAsync($"vendor-{i}", Ours, default));
        }

        using var impatient = new CancellationTokenSource();
        var first = TakeAsync("x", Ours, impatient.Token);
        var second = TakeAsync("x", Ours);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.False(second.IsCompleted);

        held[0].Dispose();
        (await second).Dispose();
        held.Skip(1).ToList().ForEach(slot => slot.Dispose());
        for (var i = 0; i < All / 4; i++)
        {
            Assert.True(TakeAsync($"vendor-{i}", Ours).IsCompleted);
        }
    }

    [Fact, Proves("V6")]
    public async Task ManyAtOnce_NeverHoldMoreThanTheirShare_AndAllGetTheirTurn()
    {
        var (ours, most, done) = (0, 0, 0);
        await Task.WhenAll(Enumerable.Range(0, 2_000).Select(i => Task.Run(async () =>
        {
            using var slot = await _slots.TakeAsync($"vendor-{i % 8}", Ours, default);
            var now = Interlocked.Increment(ref ours);
            InterlockedMax(ref most, now);
            await Task.Yield();
            Interlocked.Decrement(ref ours);
            Interlocked.Increment(ref done);
        })).Select(async turn =>
        {
            // More than may wait are told so.
            try
            {
                await turn;
            }
            catch (OutboundFullException)
            {
                Interlocked.Increment(ref done);
            }
        }));

        Assert.Equal(2_000, done);
        Assert.InRange(most, 1, All / 4);
    }

    [Fact, Proves("V6")]
    public void CallThatFoundNoRoom_IsAFailureThatSaysWhatToDo()
    {
        var failure = VendorFailures.FromException("GitHub", new OutboundFullException(), CancellationToken.None)!;

        Assert.Equal((FailureKind.VendorRateLimited, "vendor.busy"), (failure.Kind, failure.Code));
        Assert.Contains("Try again", failure.Message, StringComparison.Ordinal);
        Assert.NotNull(failure.RetryAfter);
    }

    [Fact, Proves("V6")]
    public async Task CallThatFindsRoom_AllocatesNothing()
    {
        (await _slots.TakeAsync("vendor", Ours, default)).Dispose();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            (await _slots.TakeAsync("vendor", Ours, CancellationToken.None)).Dispose();
        }

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000);
    }

    private Task<OutboundConcurrencyLimiter.Slot> TakeAsync(string vendor, Guid organization, CancellationToken cancellationToken = default) => _slots.TakeAsync(vendor, organization, cancellationToken).AsTask();

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen && Interlocked.CompareExchange(ref most, value, seen) != seen;)
        {
            seen = Volatile.Read(ref most);
        }
    }
}
