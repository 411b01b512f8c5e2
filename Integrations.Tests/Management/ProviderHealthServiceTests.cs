using Integrations.Core.Activity;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Management;

public sealed class ProviderHealthServiceTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private CoreHub _hub = null!;

    private ProviderHealthService Health => _hub.Get<ProviderHealthService>();

    public async ValueTask InitializeAsync() => _hub = await CoreHub.StartAsync();

    public async ValueTask DisposeAsync() => await _hub.DisposeAsync();

    [Theory]
    [InlineData(UsagePeriod.Day, 24, 1)]
    [InlineData(UsagePeriod.Week, 28, 6)]
    [InlineData(UsagePeriod.Month, 30, 24)]
    public async Task Health_SumsProviders_InSlices(UsagePeriod period, int slices, int hours)
    {
        var (first, second, other) = (await EnableAsync("github", "One"), await EnableAsync("github", "Two"), await EnableAsync("jira", "Three"));
        var hour = _hub.Clock.GetUtcNow().AddHours(-3);
        await AddAsync(
            Hour(first, hour, 90, 0, within100: 90),
            Hour(second, hour, 0, 10, within100: 0, slower: 10),
            Hour(other, hour, 5, 0, within100: 5),
            Hour(first, _hub.Clock.GetUtcNow().AddDays(-40), 1_000, 1_000));

        var health = await Health.GetAsync(_hub.Admin, period, None);

        Assert.Equal((slices, TimeSpan.FromHours(hours)), (health.Starts.Count, health.Slice));
        Assert.Equal(["github", "jira"], health.Lines.Select(line => line.Key));
        Assert.Equal((2, 100, 10, 0.1, 10_000), (health.Lines[0].Integrations, health.Lines[0].Total, health.Lines[0].Failed, health.Lines[0].FailureShare, health.Lines[0].P95Ms));
        Assert.Equal((1, 5, 0), (health.Lines[1].Integrations, health.Lines[1].Total, health.Lines[1].Failed));
        Assert.InRange(health.Lines[1].P95Ms!.Value, 51, 100);
        Assert.Equal(100, Assert.Single(health.Lines[0].Slices, slice => slice.Total > 0).Total);
        Assert.All(health.Lines, line => Assert.Equal(slices, line.Slices.Count));
    }

    [Fact, Proves("A1")]
    public async Task Health_IsOfWhatTheCallerSees()
    {
        var id = await EnableAsync("github", "One");
        await AddAsync(Hour(id, _hub.Clock.GetUtcNow().AddHours(-1), 3, 1));

        Assert.Empty((await Health.GetAsync(_hub.Stranger, UsagePeriod.Day, None)).Lines);
        var line = Assert.Single((await Health.GetAsync(_hub.User, UsagePeriod.Day, None)).Lines);
        // Hours from before times were counted have none.
        Assert.Equal((4, (int?)null), (line.Total, line.P95Ms));
    }

    [Fact]
    public async Task Calls_AreCountedByHowLongTheyTook()
    {
        var id = await EnableAsync("github", "One");
        var now = _hub.Clock.GetUtcNow();
        foreach (var milliseconds in new[] { 0, 50, 51, 9_999, 10_000, 10_001, 600_000 })
        {
            await RecordAsync(ActivityTypes.Search, ActivityStatus.Success, milliseconds);
        }

        await RecordAsync(ActivityTypes.Action, ActivityStatus.Failed, 200);
        // Neither is a call: the vendor came, and a run is many calls.
        await RecordAsync(ActivityTypes.Inbound, ActivityStatus.Success, 1);
        await RecordAsync(ActivityTypes.Sync, ActivityStatus.Failed, 90_000);

        var hour = await _hub.WithDatabaseAsync(db => db.UsageHours.SingleAsync(u => u.InstanceId == id));
        Assert.Equal((2, 1, 1, 2, 2), (hour.Within50, hour.Within100, hour.Within200, hour.Within10000, hour.Slower));
        Assert.Equal((7, 1, 8, 2), (hour.CallsSucceeded, hour.CallsFailed, hour.Succeeded, hour.Failed));
        var line = Assert.Single((await Health.GetAsync(_hub.Admin, UsagePeriod.Day, None)).Lines);
        Assert.Equal((8, 1), (line.Total, line.Failed));

        Task RecordAsync(string type, ActivityStatus status, int milliseconds) => _hub.Get<ActivityLog>().RecordAsync(new ActivityEntry
        {
            Id = Guid.CreateVersion7(now),
            OrganizationId = _hub.Admin.OrganizationId!.Value,
            InstanceId = id,
            Type = type,
            Status = status,
            DurationMs = milliseconds,
            OccurredAt = now,
        }, None);
    }

    [Fact]
    public void Percentile_IsSpreadWithinItsStep()
    {
        Assert.Null(CallTimes.Percentile(new long[CallTimes.Steps], 0.95));
        var counts = new long[CallTimes.Steps];
        counts[0] = 100;
        Assert.Equal(48, CallTimes.Percentile(counts, 0.95));
        counts[2] = 100;
        Assert.Equal(190, CallTimes.Percentile(counts, 0.95));
        counts[^1] = 100;
        Assert.Equal(CallTimes.Longest, CallTimes.Percentile(counts, 0.95));
    }

    private async Task<Guid> EnableAsync(string provider, string name) =>
        (await _hub.Get<InstanceService>().CreateAsync(_hub.Admin, new NewInstance(provider, InstanceLevel.Organization, new InstanceChanges { Name = name }), None)).Value.Id;

    private UsageHour Hour(Guid id, DateTimeOffset hour, int succeeded, int failed, int within100 = 0, int slower = 0) =>
        new() { InstanceId = id, OrganizationId = _hub.Admin.OrganizationId!.Value, Hour = hour, Succeeded = succeeded + 7, Failed = failed + 7, CallsSucceeded = succeeded, CallsFailed = failed, Within100 = within100, Slower = slower };

    private Task<int> AddAsync(params UsageHour[] hours) => _hub.WithDatabaseAsync(async db =>
    {
        db.UsageHours.AddRange(hours);
        return await db.SaveChangesAsync();
    });
}
