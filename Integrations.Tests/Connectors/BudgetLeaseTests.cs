using Integrations.Connectors.Http;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Connectors;

/// <summary>A node's part of a shared budget: clocks that are set back, callers that go away, people beside jobs, and limits that shrink.</summary>
public sealed class BudgetLeaseTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly VendorBudget Thirty = new(30, TimeSpan.FromMinutes(1), IsPerClient: false);

    private readonly MovableClock _clock = new();
    private readonly Answers _leases = new();

    private SharedBudget Shared => new("vendor|acme|x", Thirty, _leases, _clock);

    [Fact]
    public void AClockThatIsSetBack_EndsARefusal_AndALease()
    {
        var now = _clock.GetUtcNow();
        var (refused, leased) = (new LeasedPermits(TimeSpan.FromSeconds(3)), new LeasedPermits(TimeSpan.FromSeconds(3)));
        refused.Receive(0, now, now.AddMinutes(1));
        leased.Receive(2, now, now);

        Assert.False(refused.TryTake(now.AddSeconds(30)));
        Assert.Null(refused.TryTake(now.AddHours(-1)));
        Assert.False(refused.IsRefused(now.AddHours(-1)));
        Assert.True(leased.TryTake(now));
        Assert.Null(leased.TryTake(now.AddHours(-1)));
    }

    [Fact]
    public async Task ACallerThatGoesAway_LeavesWhatWasLeasedToOthers()
    {
        var (shared, given) = (Shared, new TaskCompletionSource<BudgetState?>(TaskCreationOptions.RunContinuationsAsynchronously));
        _leases.Given.Enqueue(given.Task);
        using var going = new CancellationTokenSource();

        var first = shared.TakeAsync(isJob: false, going.Token).AsTask();
        await going.CancelAsync();
        given.SetResult(new BudgetState(2, null, null, []));
        shared.GiveBack(await first);

        Assert.Null((await shared.TakeAsync(isJob: false, None)).Wait);
        Assert.Null((await shared.TakeAsync(isJob: false, None)).Wait);
        Assert.Single(_leases.Claims);
    }

    [Fact]
    public async Task People_DoNotStandBehindJobs()
    {
        var (shared, forJobs) = (Shared, new TaskCompletionSource<BudgetState?>(TaskCreationOptions.RunContinuationsAsynchronously));
        _leases.Given.Enqueue(forJobs.Task);
        _leases.Given.Enqueue(Task.FromResult<BudgetState?>(new BudgetState(1, null, null, [])));

        var job = shared.TakeAsync(isJob: true, None).AsTask();
        var person = await shared.TakeAsync(isJob: false, None);

        Assert.Null(person.Wait);
        Assert.False(job.IsCompleted);
        forJobs.SetResult(new BudgetState(1, null, null, []));
        Assert.Null((await job).Wait);
    }

    [Fact]
    public async Task ALimitThatShrankMeanwhile_TakesBackWhatWasGivenBeyondIt()
    {
        var now = _clock.GetUtcNow();
        _leases.Given.Enqueue(Task.FromResult<BudgetState?>(new BudgetState(1, 10, null, [(now.AddMinutes(1), 20)])));
        _leases.Given.Enqueue(Task.FromResult<BudgetState?>(new BudgetState(0, 10, null, [(now.AddMinutes(1), 19)])));

        var taken = await Shared.TakeAsync(isJob: false, None);

        Assert.True(taken.Wait > TimeSpan.Zero);
        Assert.Equal([(30, 0), (10, 1)], _leases.Claims.Select(claim => (claim.Most, claim.Unused)));
    }

    /// <summary>Gives what was written down beforehand.</summary>
    private sealed class Answers : IBudgetLeases
    {
        public Queue<Task<BudgetState?>> Given { get; } = new();

        public List<BudgetClaim> Claims { get; } = [];

        public Task<BudgetState?> ExchangeAsync(BudgetClaim claim, CancellationToken cancellationToken)
        {
            Claims.Add(claim);
            return Given.Dequeue().WaitAsync(cancellationToken);
        }

        public Task TellWaitingAsync(BudgetClaim claim, int people, int jobs, DateTimeOffset until, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<BudgetState?> LookAsync(BudgetClaim claim, CancellationToken cancellationToken) => Task.FromResult<BudgetState?>(null);
    }
}
