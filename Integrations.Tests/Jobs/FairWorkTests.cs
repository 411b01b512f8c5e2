using System.Collections.Concurrent;
using Integrations.Core.Jobs;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Microsoft.Extensions.Logging.Abstractions;

namespace Integrations.Tests.Jobs;

/// <summary>Turns, caps, deadlines and faults of background work, with items that do as they are told.</summary>
public sealed class FairWorkTests
{
    private static readonly Guid Poisoned = Guid.NewGuid();
    private static readonly Guid Other = Guid.NewGuid();

    [Fact, Proves("SX4")]
    public async Task OrganizationWhoseItemsHang_LeavesTheOthersTheirTurn()
    {
        using var work = new Work(new WorkLimits(8, 4, 4, TimeSpan.FromHours(1)), new MovableClock());
        work.Add(Poisoned, 40, Does.Hang);
        await work.StartAsync(default);
        await work.UntilAsync(() => work.Running.Count == 4);

        var item = work.Add(Other, 1, Does.Succeed)[0];
        work.Wake();

        // The four that hang are left, and the one that is done has gone from beside them.
        await work.UntilAsync(() => work.Done.Contains(item) && work.Running.Count == 4);
        await work.StopAsync(default);
    }

    [Fact, Proves("SX4")]
    public async Task KeyThatHangs_LeavesItsOrganizationTheRest()
    {
        using var work = new Work(new WorkLimits(8, 4, 1, TimeSpan.FromHours(1)), new MovableClock());
        var hung = work.Add(Poisoned, 10, Does.Hang, key: Guid.NewGuid());
        var fine = work.Add(Poisoned, 3, Does.Succeed, key: Guid.NewGuid());
        await work.StartAsync(default);

        await work.UntilAsync(() => fine.All(work.Done.Contains));

        Assert.Equal([hung[0]], work.Running.Keys);
        await work.StopAsync(default);
    }

    [Fact, Proves("SX4")]
    public async Task ManyOrganizations_AreServedInTurn()
    {
        using var work = new Work(new WorkLimits(1, 1, 1, TimeSpan.FromHours(1)), new MovableClock());
        var organizations = Enumerable.Range(0, 5).Select(_ => Guid.NewGuid()).ToList();
        // The first has the most, and had it first.
        work.Add(organizations[0], 20, Does.Succeed);
        organizations.Skip(1).ToList().ForEach(o => work.Add(o, 2, Does.Succeed));

        await work.RunOnceAsync(default);

        Assert.Equal(organizations.Order(), work.Order.Take(5).Order());
        Assert.Equal(organizations.Order(), work.Order.Skip(5).Take(5).Order());
        Assert.Equal(28, work.Order.Count);
    }

    [Fact, Proves("SX4")]
    public async Task ItemThatThrows_FailsAlone()
    {
        using var work = new Work(new WorkLimits(4, 4, 4, TimeSpan.FromHours(1)), new MovableClock());
        var broken = work.Add(Poisoned, 3, Does.Throw);
        var cancelled = work.Add(Poisoned, 1, Does.ThrowCancelled);
        var fine = work.Add(Poisoned, 3, Does.Succeed);

        Assert.Equal(7, await work.RunOnceAsync(default));

        Assert.Equal(fine.Order(), work.Done.Order());
        Assert.Equal(broken.Concat(cancelled).Order(), work.Failed.Keys.Order());
        Assert.All(work.Failed.Values, failure => Assert.Equal("work.failed", failure.Code));
    }

    [Fact, Proves("SX4")]
    public async Task ItemBeyondItsDeadline_IsCutOff_AndFails()
    {
        var clock = new MovableClock();
        using var work = new Work(new WorkLimits(4, 4, 4, TimeSpan.FromSeconds(20)), clock);
        var item = work.Add(Poisoned, 1, Does.Hang)[0];
        var running = work.RunOnceAsync(default);
        await work.UntilAsync(() => work.Running.ContainsKey(item));

        clock.Advance(TimeSpan.FromSeconds(21));

        Assert.Equal(1, await running);
        Assert.Equal("work.timeout", work.Failed[item].Code);
    }

    [Fact]
    public async Task Stop_GivesBackWhatIsUnderWay()
    {
        using var work = new Work(new WorkLimits(4, 4, 4, TimeSpan.FromHours(1)), new MovableClock());
        var items = work.Add(Poisoned, 3, Does.Hang);
        await work.StartAsync(default);
        await work.UntilAsync(() => work.Running.Count == 3);

        await work.StopAsync(default);

        Assert.Equal(items.Order(), work.Released.Order());
        Assert.Empty(work.Failed);
    }

    [Fact]
    public async Task OutcomeThatCannotBeWritten_EndsNothing()
    {
        using var work = new Work(new WorkLimits(4, 4, 4, TimeSpan.FromHours(1)), new MovableClock()) { FailingFails = true };
        work.Add(Poisoned, 2, Does.Throw);
        var fine = work.Add(Other, 1, Does.Succeed);

        Assert.Equal(3, await work.RunOnceAsync(default));

        Assert.Equal(fine, work.Done);
    }

    private enum Does
    {
        Succeed,
        Throw,

        /// <summary>As a library does whose own deadline ended.</summary>
        ThrowCancelled,
        Hang,
    }

    private sealed record Item(Guid Id, Guid Organization, Guid Key, Does Does);

    private sealed class Work(WorkLimits limits, TimeProvider clock) : FairWork<Item>(limits, clock, NullLogger.Instance)
    {
        private readonly ConcurrentQueue<Item> _due = [];
        private readonly ConcurrentDictionary<Guid, bool> _taken = new();

        public ConcurrentDictionary<Guid, bool> Running { get; } = new();

        public ConcurrentBag<Guid> Done { get; } = [];

        public ConcurrentDictionary<Guid, Failure> Failed { get; } = new();

        public ConcurrentBag<Guid> Released { get; } = [];

        /// <summary>Whose items began, in their order.</summary>
        public ConcurrentQueue<Guid> Order { get; } = [];

        public bool FailingFails { get; init; }

        protected override TimeSpan Period => TimeSpan.FromHours(1);

        public List<Guid> Add(Guid organization, int count, Does does, Guid? key = null)
        {
            var items = Enumerable.Range(0, count).Select(_ => new Item(Guid.NewGuid(), organization, key ?? organization, does)).ToList();
            items.ForEach(_due.Enqueue);
            return [.. items.Select(item => item.Id)];
        }

        public Task<bool> UntilAsync(Func<bool> condition) => Eventually.ValueAsync(() => Task.FromResult(condition()), met => met);

        protected override Task<IReadOnlyList<Guid>> ReadyAsync(IReadOnlyCollection<Guid> full, int most, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<Guid>>([.. Waiting().Select(item => item.Organization).Distinct().Where(o => !full.Contains(o)).Take(most)]);

        protected override Task<IReadOnlyList<Item>> FindAsync(Guid organization, int most, IReadOnlyCollection<Guid> busy, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<Item>>([.. Waiting().Where(item => item.Organization == organization && !busy.Contains(item.Key)).Take(most)]);

        protected override Guid KeyOf(Item item) => item.Key;

        protected override Task<Took> TakeAsync(Item item, CancellationToken cancellationToken) => Task.FromResult(_taken.TryAdd(item.Id, true) ? Took.Run : Took.Lost);

        protected override async Task DoAsync(Item item, CancellationToken cancellationToken)
        {
            Order.Enqueue(item.Organization);
            Running[item.Id] = true;
            try
            {
                switch (item.Does)
                {
                    case Does.Throw:
                        throw new InvalidOperationException("As wanted.");
                    case Does.ThrowCancelled:
                        throw new TaskCanceledException("As wanted.");
                    case Does.Hang:
                        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                        break;
                }

                Done.Add(item.Id);
            }
            finally
            {
                Running.TryRemove(item.Id, out _);
            }
        }

        protected override Task FailAsync(Item item, Failure failure, CancellationToken cancellationToken)
        {
            Failed[item.Id] = failure;
            return FailingFails ? throw new InvalidOperationException("As wanted.") : Task.CompletedTask;
        }

        protected override Task ReleaseAsync(Item item)
        {
            Released.Add(item.Id);
            return Task.CompletedTask;
        }

        private IEnumerable<Item> Waiting() => _due.Where(item => !_taken.ContainsKey(item.Id));
    }
}
