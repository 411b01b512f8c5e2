using Integrations.Core.Activity;
using Integrations.Core.Bulk;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Bulk;

/// <summary>Acts on many integrations: per-item results, rights, cancelling, and what a process that died leaves behind.</summary>
public sealed class BatchTests
{
    private static readonly PageRequest First = new(PageRequest.MaxLimit);

    [Fact, Proves("L3")]
    public async Task Disable_Many_EndsEachWithOneAuditEntry_AndASecondTimeChangesNothing()
    {
        await using var hub = await CoreHub.StartAsync();
        var ids = await EnableAsync(hub, hub.Admin, 5);

        var ended = await DoneAsync(hub, await StartAsync(hub, hub.Admin, BatchAction.Disable, ids));
        await DoneAsync(hub, await StartAsync(hub, hub.Admin, BatchAction.Disable, ids));

        Assert.Equal((5, 0, 0), (ended.Batch.Progress.Done, ended.Batch.Progress.Failed, ended.Batch.Progress.Left));
        Assert.Equal(5, await hub.WithDatabaseAsync(db => db.Instances.CountAsync(i => i.Status == InstanceStatus.Disabled)));
        Assert.Equal(5, await hub.WithDatabaseAsync(db => db.AuditEntries.CountAsync(a => a.Action == "integration.disabled" && a.ActorUserId == hub.Admin.UserId)));

        await DoneAsync(hub, await StartAsync(hub, hub.Admin, BatchAction.Enable, ids));
        Assert.Equal(0, await hub.WithDatabaseAsync(db => db.Instances.CountAsync(i => i.Status == InstanceStatus.Disabled)));
    }

    [Fact, Proves("A5")]
    public async Task ForeignAndMadeUpIds_FailAloneAsNotFound()
    {
        await using var hub = await CoreHub.StartAsync();
        var (mine, theirs) = (await EnableAsync(hub, hub.Admin, 1), await EnableAsync(hub, hub.Stranger, 1));

        var ended = await DoneAsync(hub, await StartAsync(hub, hub.Admin, BatchAction.Delete, [.. mine, .. theirs, Guid.NewGuid(), .. mine]));

        Assert.Equal((3, 1, 2), (ended.Batch.Total, ended.Batch.Progress.Done, ended.Batch.Progress.Failed));
        Assert.All(ended.Items.Items.Where(i => i.Status == BatchItemStatus.Failed), i => Assert.Equal(("integration.not_found", null), (i.Code, i.Name)));
        Assert.True(await hub.WithDatabaseAsync(db => db.Instances.AnyAsync(i => i.Id == theirs[0] && i.DeletedAt == null)));
    }

    [Fact, Proves("A1")]
    public async Task AnotherOrganizationAndAUser_NeitherStartNorSeeNorCancel()
    {
        await using var hub = await CoreHub.StartAsync();
        var batches = hub.Get<BatchService>();
        var id = await StartAsync(hub, hub.Admin, BatchAction.Disable, await EnableAsync(hub, hub.Admin, 1));

        Assert.Equal("batch.not_found", (await batches.GetAsync(hub.Stranger, id, null, First, default)).Failure!.Code);
        Assert.Equal("batch.not_found", (await batches.CancelAsync(hub.Stranger, id, default)).Failure!.Code);
        Assert.Empty((await batches.ListAsync(hub.Stranger, default)).Value);
        Assert.Equal(FailureKind.Forbidden, (await batches.StartAsync(hub.User, BatchAction.Disable, [Guid.NewGuid()], default)).Failure!.Kind);
        Assert.Equal(FailureKind.Forbidden, (await batches.GetAsync(hub.User, id, null, First, default)).Failure!.Kind);
        var reader = hub.Admin with { Scopes = TokenScopes.Read | TokenScopes.Admin };
        Assert.Equal(FailureKind.Forbidden, (await batches.StartAsync(reader, BatchAction.Test, [Guid.NewGuid()], default)).Failure!.Kind);
    }

    [Theory, Proves("I1")]
    [InlineData(0), InlineData(IntegrationBatch.MaxItems + 1)]
    public async Task NoneOrTooMany_IsRefused(int number)
    {
        await using var hub = await CoreHub.StartAsync();

        var refused = await hub.Get<BatchService>().StartAsync(hub.Admin, BatchAction.Test, [.. Enumerable.Range(0, number).Select(_ => Guid.NewGuid())], default);

        Assert.Contains("ids", refused.Failure!.Fields!.Keys);
    }

    [Fact, Proves("S5")]
    public async Task Delete_InAnOldSession_AsksForThePassword()
    {
        await using var hub = await CoreHub.StartAsync();
        var old = hub.Admin with { SessionId = Guid.NewGuid(), AuthenticatedAt = hub.Clock.GetUtcNow() - TimeSpan.FromMinutes(11) };

        var refused = await hub.Get<BatchService>().StartAsync(old, BatchAction.Delete, [Guid.NewGuid()], default);

        Assert.Equal(Caller.ReauthenticationCode, refused.Failure!.Code);
    }

    [Theory, Proves("A9")]
    [InlineData("organization disabled"), InlineData("person disabled"), InlineData("demoted"), InlineData("moved away")]
    public async Task RightsThatChangeWhileQueued_StopWhatIsLeft(string change)
    {
        await using var hub = await CoreHub.StartAsync(services => services.WithoutLoop());
        var ids = await EnableAsync(hub, hub.Admin, 3);
        var id = await StartAsync(hub, hub.Admin, BatchAction.Delete, ids);
        await hub.WithDatabaseAsync(async db =>
        {
            var person = await db.Users.SingleAsync(u => u.Id == hub.Admin.UserId);
            var organization = await db.Organizations.SingleAsync(o => o.Id == hub.Admin.OrganizationId);
            _ = change switch
            {
                "organization disabled" => organization.DisabledAt = hub.Clock.GetUtcNow(),
                "person disabled" => person.DisabledAt = hub.Clock.GetUtcNow(),
                "demoted" => (object)(person.Role = Role.User),
                _ => person.OrganizationId = hub.Stranger.OrganizationId,
            };
            return await db.SaveChangesAsync();
        });

        await hub.Get<BatchLoop>().RunOnceAsync(default);

        var statuses = await hub.WithDatabaseAsync(db => db.BatchItems.Where(i => i.BatchId == id).Select(i => new { i.Status, i.Code }).ToListAsync());
        Assert.All(statuses, s => Assert.Equal((BatchItemStatus.Failed, "permission_denied"), (s.Status, s.Code)));
        Assert.Equal(3, await hub.WithDatabaseAsync(db => db.Instances.CountAsync(i => i.DeletedAt == null)));
    }

    [Fact]
    public async Task Restart_InTheMiddle_GoesOnAndNothingIsDoneTwice()
    {
        await using var hub = await CoreHub.StartAsync(services => services.WithoutLoop());
        var ids = await EnableAsync(hub, hub.Admin, 40);
        var id = await StartAsync(hub, hub.Admin, BatchAction.Delete, ids);
        await RunFirstAsync(hub, id, 16);

        // A process that died: one item was deleted and never noted, one was only claimed.
        var left = await hub.WithDatabaseAsync(db => db.BatchItems.Where(i => i.BatchId == id && i.Status == BatchItemStatus.Waiting).OrderBy(i => i.Position).ToListAsync());
        Assert.Equal(24, left.Count);
        Assert.True((await hub.Get<InstanceService>().DeleteAsync(hub.Admin, left[0].InstanceId, default)).IsSuccess);
        var until = hub.Clock.GetUtcNow() + BatchLoop.Lease;
        var (one, two) = (left[0].Position, left[1].Position);
        await hub.WithDatabaseAsync(db => db.BatchItems.Where(i => i.BatchId == id && (i.Position == one || i.Position == two))
            .ExecuteUpdateAsync(i => i.SetProperty(x => x.Status, BatchItemStatus.Running).SetProperty(x => x.Attempts, 1).SetProperty(x => x.ClaimId, Guid.NewGuid()).SetProperty(x => x.DueAt, until)));

        await hub.Get<BatchLoop>().RunOnceAsync(default);

        var held = (await hub.Get<BatchService>().GetAsync(hub.Admin, id, null, First, default)).Value;
        Assert.Equal((38, 2, (DateTimeOffset?)null), (held.Batch.Progress.Done, held.Batch.Progress.Left, held.Batch.FinishedAt));

        hub.Clock.Advance(BatchLoop.Lease + TimeSpan.FromSeconds(1));
        await hub.Get<BatchLoop>().RunOnceAsync(default);

        var ended = (await hub.Get<BatchService>().GetAsync(hub.Admin, id, null, First, default)).Value;
        Assert.Equal((40, 0), (ended.Batch.Progress.Done, ended.Batch.Progress.Failed));
        Assert.NotNull(ended.Batch.FinishedAt);
        Assert.Equal(40, await hub.WithDatabaseAsync(db => db.AuditEntries.CountAsync(a => a.Action == "integration.deleted")));
    }

    [Fact]
    public async Task Cancel_LeavesWhatHasNotBegun_AndFinishes()
    {
        await using var hub = await CoreHub.StartAsync(services => services.WithoutLoop());
        var id = await StartAsync(hub, hub.Admin, BatchAction.Disable, await EnableAsync(hub, hub.Admin, 20));
        await RunFirstAsync(hub, id, 16);

        await hub.Get<BatchService>().CancelAsync(hub.Admin, id, default);
        await hub.Get<BatchLoop>().RunOnceAsync(default);

        var ended = (await hub.Get<BatchService>().GetAsync(hub.Admin, id, BatchItemStatus.Cancelled, First, default)).Value;
        Assert.Equal((16, 4, 4), (ended.Batch.Progress.Done, ended.Batch.Progress.Cancelled, ended.Items.Total));
        Assert.NotNull(ended.Batch.FinishedAt);
        Assert.Equal(16, await hub.WithDatabaseAsync(db => db.Instances.CountAsync(i => i.Status == InstanceStatus.Disabled)));
    }

    [Fact, Proves("RL3")]
    public async Task Item_ThatCostThreeProcessesTheirLife_IsGivenUp_AndTheBatchEnds()
    {
        await using var hub = await CoreHub.StartAsync(services => services.WithoutLoop());
        var id = await StartAsync(hub, hub.Admin, BatchAction.Disable, await EnableAsync(hub, hub.Admin, 1));
        await hub.WithDatabaseAsync(db => db.BatchItems.Where(i => i.BatchId == id)
            .ExecuteUpdateAsync(i => i.SetProperty(x => x.Status, BatchItemStatus.Running).SetProperty(x => x.Attempts, 2).SetProperty(x => x.LeaseLosses, 2).SetProperty(x => x.ClaimId, Guid.NewGuid())));

        await hub.Get<BatchLoop>().RunOnceAsync(default);

        var ended = (await hub.Get<BatchService>().GetAsync(hub.Admin, id, null, First, default)).Value;
        Assert.Equal((BatchItemStatus.Failed, "batch.item_failed"), (ended.Items.Items[0].Status, ended.Items.Items[0].Code));
        Assert.NotNull(ended.Batch.FinishedAt);
        Assert.Equal(0, await hub.WithDatabaseAsync(db => db.Instances.CountAsync(i => i.Status == InstanceStatus.Disabled)));
    }

    [Fact]
    public async Task Cancel_BeforeAnythingBegan_EndsTheBatchAtOnce()
    {
        await using var hub = await CoreHub.StartAsync(services => services.WithoutLoop());
        var id = await StartAsync(hub, hub.Admin, BatchAction.Disable, await EnableAsync(hub, hub.Admin, 2));

        var cancelled = await hub.Get<BatchService>().CancelAsync(hub.Admin, id, default);

        Assert.Equal((0, 2, true), (cancelled.Value.Progress.Left, cancelled.Value.Progress.Cancelled, cancelled.Value.FinishedAt is not null));
        Assert.Equal(0, await hub.Get<BatchLoop>().RunOnceAsync(default));
    }

    [Fact]
    public async Task Matching_OfOneProvider_TakesTheOthersNot()
    {
        await using var hub = await CoreHub.StartAsync();
        await EnableAsync(hub, hub.Admin, 3);
        await EnableAsync(hub, hub.Admin, 2, "jira");

        var started = await hub.Get<BatchService>().StartMatchingAsync(hub.Admin, BatchAction.Disable, new InstanceFilter(ProviderName: "jira"), default);
        var ended = await DoneAsync(hub, started.Value.Id);

        Assert.Equal(2, ended.Batch.Progress.Done);
        Assert.Equal(3, await hub.WithDatabaseAsync(db => db.Instances.CountAsync(i => i.Status == InstanceStatus.Pending)));
    }

    /// <summary>Runs the first items of a batch, in the order that was asked for; the others stay due.</summary>
    private static async Task RunFirstAsync(CoreHub hub, Guid id, int number)
    {
        var (now, later) = (hub.Clock.GetUtcNow(), hub.Clock.GetUtcNow().AddDays(1));
        await hub.WithDatabaseAsync(db => db.BatchItems.Where(i => i.BatchId == id && i.Position >= number).ExecuteUpdateAsync(i => i.SetProperty(x => x.DueAt, later)));
        Assert.Equal(number, await hub.Get<BatchLoop>().RunOnceAsync(default));
        await hub.WithDatabaseAsync(db => db.BatchItems.Where(i => i.BatchId == id && i.Position >= number).ExecuteUpdateAsync(i => i.SetProperty(x => x.DueAt, now)));
    }

    internal static async Task<Guid> StartAsync(CoreHub hub, Caller caller, BatchAction action, IReadOnlyCollection<Guid> ids)
    {
        var started = await hub.Get<BatchService>().StartAsync(caller, action, ids, default);
        Assert.True(started.IsSuccess, started.Failure?.ToString());
        return started.Value.Id;
    }

    internal static Task<BatchDetails> DoneAsync(CoreHub hub, Guid id) => Eventually.ValueAsync(
        async () => (await hub.Get<BatchService>().GetAsync(hub.Admin, id, null, First, default)).Value, details => details.Batch.FinishedAt is not null);

    internal static async Task<IReadOnlyList<Guid>> EnableAsync(CoreHub hub, Caller caller, int number, string provider = "github")
    {
        var ids = new List<Guid>();
        for (var n = 0; n < number; n++)
        {
            var created = await hub.Get<InstanceService>().CreateAsync(
                caller, new NewInstance(provider, InstanceLevel.Organization, new InstanceChanges { Name = $"{provider} {Guid.NewGuid():N}" }), default);
            Assert.True(created.IsSuccess, created.Failure?.ToString());
            ids.Add(created.Value.Id);
        }

        return ids;
    }
}
