using Integrations.Core.Activity;
using Integrations.Core.Catalog;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Activity;

/// <summary>Reading the activity and audit logs, and the figures made of them.</summary>
public sealed class LogServiceTests
{
    [Fact]
    public async Task Activity_PagedByCursor_GivesEachRowOnceNewestFirst()
    {
        await using var hub = await CoreHub.StartAsync();
        var instance = await AddInstanceAsync(hub, hub.Admin);
        // Three rows of one instant: the id decides their order.
        var moments = new[] { 0, 1, 1, 1, 2 };
        await AddRowsAsync(hub, [.. moments.Select(m => Row(hub, hub.Admin, instance, hub.Clock.GetUtcNow().AddMinutes(m)))]);

        var seen = new List<ActivityRow>();
        string? cursor = null;
        do
        {
            var page = await hub.Get<ActivityService>().ListAsync(hub.Admin, new ActivityFilter(), cursor, 2, CancellationToken.None);
            seen.AddRange(page.Value.Items);
            cursor = page.Value.NextCursor;
        }
        while (cursor is not null);

        Assert.Equal(5, seen.Select(r => r.Id).Distinct().Count());
        Assert.Equal(seen.OrderByDescending(r => r.OccurredAt).Select(r => r.OccurredAt), seen.Select(r => r.OccurredAt));
        Assert.All(seen, r => Assert.Equal("Calendar", r.InstanceName));
    }

    [Fact, Proves("A1")]
    public async Task Activity_OfAnotherOrganization_IsNeverShown()
    {
        await using var hub = await CoreHub.StartAsync();
        var instance = await AddInstanceAsync(hub, hub.Admin);
        await AddRowsAsync(hub, Row(hub, hub.Admin, instance, hub.Clock.GetUtcNow()));

        var page = await hub.Get<ActivityService>().ListAsync(hub.Stranger, new ActivityFilter { InstanceId = instance }, null, 10, CancellationToken.None);

        Assert.Empty(page.Value.Items);
    }

    [Fact, Proves("A4")]
    public async Task Activity_OfSomebodysOwnConnection_IsTheirsAndAMereFactToAdministrators()
    {
        await using var hub = await CoreHub.StartAsync();
        var instance = await AddInstanceAsync(hub, hub.Admin);
        await AddRowsAsync(hub, Row(hub, hub.User, instance, hub.Clock.GetUtcNow(), isPrivate: true, message: "3 found for payroll"));
        var service = hub.Get<ActivityService>();

        var own = await service.ListAsync(hub.User, new ActivityFilter(), null, 10, CancellationToken.None);
        var admins = await service.ListAsync(hub.Admin, new ActivityFilter(), null, 10, CancellationToken.None);
        var others = await service.ListAsync(hub.OtherUser, new ActivityFilter(), null, 10, CancellationToken.None);

        Assert.Equal("3 found for payroll", Assert.Single(own.Value.Items).Message);
        var fact = Assert.Single(admins.Value.Items);
        Assert.True(fact.IsHidden);
        Assert.DoesNotContain("payroll", fact.Message, StringComparison.Ordinal);
        Assert.Null(fact.Input);
        Assert.Empty(others.Value.Items);
    }

    [Theory]
    [InlineData("not a cursor")]
    [InlineData("AAAA")]
    [InlineData("________________________________")]
    public async Task Activity_MadeUpCursor_IsRefused(string cursor)
    {
        await using var hub = await CoreHub.StartAsync();

        var page = await hub.Get<ActivityService>().ListAsync(hub.Admin, new ActivityFilter(), cursor, 10, CancellationToken.None);

        Assert.Equal("validation", page.Failure?.Code);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100_000)]
    public async Task Logs_LimitOutOfRange_IsRefused(int limit)
    {
        await using var hub = await CoreHub.StartAsync();

        Assert.Equal("validation", (await hub.Get<ActivityService>().ListAsync(hub.Admin, new ActivityFilter(), null, limit, CancellationToken.None)).Failure?.Code);
        Assert.Equal("validation", (await hub.Get<AuditService>().ListAsync(hub.Admin, new AuditFilter(), null, limit, CancellationToken.None)).Failure?.Code);
    }

    [Fact, Proves("A1")]
    public async Task Audit_IsForAdministrators_OfTheirOwnOrganization()
    {
        await using var hub = await CoreHub.StartAsync();
        await AddInstanceAsync(hub, hub.Admin);
        var audit = hub.Get<AuditService>();

        var mine = await audit.ListAsync(hub.Admin, new AuditFilter { Action = "integration.", Actor = "admin@ours" }, null, 10, CancellationToken.None);
        var theirs = await audit.ListAsync(hub.Stranger, new AuditFilter(), null, 10, CancellationToken.None);
        var users = await audit.ListAsync(hub.User, new AuditFilter(), null, 10, CancellationToken.None);

        Assert.Equal("integration.created", Assert.Single(mine.Value.Items).Action);
        Assert.DoesNotContain(theirs.Value.Items, e => e.Action == "integration.created");
        Assert.Equal(FailureKind.Forbidden, users.Failure?.Kind);
    }

    [Fact]
    public async Task Usage_CountsEachSlice_AndNamesTheBusiest()
    {
        await using var hub = await CoreHub.StartAsync();
        var instance = await AddInstanceAsync(hub, hub.Admin);
        var hour = hub.Clock.GetUtcNow().AddHours(-3);
        await hub.WithDatabaseAsync(async db =>
        {
            db.UsageHours.Add(new UsageHour { InstanceId = instance, OrganizationId = hub.Admin.OrganizationId!.Value, Hour = hour, Succeeded = 3, Failed = 1, DurationMs = 400 });
            return await db.SaveChangesAsync();
        });
        var service = hub.Get<UsageService>();

        var day = await service.GetAsync(hub.Admin, UsagePeriod.Day, CancellationToken.None);

        Assert.Equal(24, day.Slices.Count);
        Assert.Equal(new UsageSlice(hour, 3, 1), Assert.Single(day.Slices, s => s.Total > 0));
        Assert.Equal(0.75, day.SuccessRate);
        var busy = Assert.Single(day.Busiest);
        Assert.Equal(("Calendar", 100), (busy.Name, busy.AverageMs));
        Assert.Equal(0, (await service.GetAsync(hub.Stranger, UsagePeriod.Month, CancellationToken.None)).Total);
    }

    [Fact]
    public async Task Usage_OfTheLastHour_ComesFromTheRowsThemselves()
    {
        await using var hub = await CoreHub.StartAsync();
        var instance = await AddInstanceAsync(hub, hub.Admin);
        await AddRowsAsync(hub, Row(hub, hub.Admin, instance, hub.Clock.GetUtcNow().AddMinutes(-7)), Row(hub, hub.Admin, instance, hub.Clock.GetUtcNow().AddHours(-2)));

        var usage = await hub.Get<UsageService>().GetAsync(hub.Admin, UsagePeriod.Hour, CancellationToken.None);

        Assert.Equal((12, 1), (usage.Slices.Count, usage.Total));
    }

    private static async Task<Guid> AddInstanceAsync(CoreHub hub, Caller owner) => await hub.WithDatabaseAsync(async db =>
    {
        var now = hub.Clock.GetUtcNow();
        var provider = new Provider { Id = Guid.CreateVersion7(), Key = "calendar", DisplayName = "Calendar", Category = "custom", Status = "active", Audience = "tenant", BaseJson = "{}", CreatedAt = now };
        var instance = new IntegrationInstance { Id = Guid.CreateVersion7(), OrganizationId = owner.OrganizationId!.Value, ProviderId = provider.Id, ProviderKey = provider.Key, Name = "Calendar", CreatedAt = now };
        db.Providers.Add(provider);
        db.Instances.Add(instance);
        hub.Get<AuditLog>().Add(db, owner, "integration.created", new AuditTarget("integration", instance.Id.ToString(), instance.Name, owner.OrganizationId));
        await db.SaveChangesAsync();
        return instance.Id;
    });

    private static Task<int> AddRowsAsync(CoreHub hub, params ActivityEntry[] rows) => hub.WithDatabaseAsync(async db =>
    {
        db.Activities.AddRange(rows);
        return await db.SaveChangesAsync();
    });

    private static ActivityEntry Row(CoreHub hub, Caller caller, Guid instance, DateTimeOffset time, bool isPrivate = false, string message = "Done") => new()
    {
        Id = Guid.CreateVersion7(),
        OrganizationId = hub.Admin.OrganizationId!.Value,
        InstanceId = instance,
        UserId = caller.UserId,
        IsPrivate = isPrivate,
        Type = ActivityTypes.Search,
        Status = ActivityStatus.Success,
        Message = message,
        Input = isPrivate ? "{\"query\":\"payroll\"}" : null,
        OccurredAt = time,
    };
}
