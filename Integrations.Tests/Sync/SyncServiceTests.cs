using System.Globalization;
using System.Net;
using Integrations.Connectors;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Http;
using Integrations.Core.Activity;
using Integrations.Core.Connections;
using Integrations.Core.Events;
using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Core.Search;
using Integrations.Core.Sync;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Sync;

/// <summary>The incremental pull, over all of Core and the sandbox.</summary>
public sealed class SyncServiceTests(ConnectedHub hub) : IClassFixture<ConnectedHub>, IAsyncLifetime
{
    private const string Provider = "microsoft_outlook";
    private static readonly CancellationToken None = CancellationToken.None;

    // Every two minutes it would pull what a test has just linked, beside the pulls that are counted here.
    public async ValueTask InitializeAsync() => await hub.Get<SyncLoop>().StopAsync(None);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Run_AfterAChangeAtTheVendor_PullsOnlyThatAndBringsTheLinkUpToDate()
    {
        var id = await hub.SignInAtVendorAsync(hub.Admin, Provider);
        var sync = hub.Get<SyncService>();
        var link = await LinkAnEventAsync(id);
        var first = await sync.RunAsync(hub.Admin, id, None);
        Assert.True(first.IsSuccess, first.Failure?.ToString());
        var title = $"Moved {Guid.NewGuid():N}";
        await RenameAsync(id, link.ExternalEntityId, title);

        var second = await sync.RunAsync(hub.Admin, id, None);

        Assert.Equal(1, second.Value.Changes["event"]);
        Assert.Equal(1, second.Value.LinksChanged);
        Assert.Equal(title, (await LinkAsync(link.Id)).Title);
        Assert.Equal(0, (await sync.RunAsync(hub.Admin, id, None)).Value.LinksChanged);
        await hub.WithDatabaseAsync(async db =>
        {
            Assert.NotNull((await db.Instances.SingleAsync(i => i.Id == id)).LastSyncAt);
            Assert.Equal(3, await db.Activities.CountAsync(a => a.InstanceId == id && a.Type == ActivityTypes.Sync && a.Status == ActivityStatus.Success));
            Assert.Equal(3, await db.OutboxEvents.CountAsync(e => e.Type == EventTypes.SyncCompleted && e.Data.Contains(id.ToString())));
            return 0;
        });
    }

    [Fact]
    public async Task Run_VendorForgotTheCursor_StartsAgain()
    {
        var id = await hub.SignInAtVendorAsync(hub.Admin, Provider);
        var sync = hub.Get<SyncService>();
        await sync.RunAsync(hub.Admin, id, None);
        await hub.WithDatabaseAsync(db => db.SyncStates.Where(s => db.Set<Connection>().Any(c => c.Id == s.ConnectionId && c.InstanceId == id))
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.Cursor, "nothing the vendor knows")));

        var again = await sync.RunAsync(hub.Admin, id, None);

        Assert.True(again.IsSuccess, again.Failure?.ToString());
        Assert.True(again.Value.Changes.Values.Sum() > 0);
    }

    [Fact]
    public async Task Schedule_PullsWhatIsLinked_AndNotAgainBeforeItsTime()
    {
        var id = await hub.SignInAtVendorAsync(hub.Admin, Provider);
        var link = await LinkAnEventAsync(id);
        var title = $"By schedule {Guid.NewGuid():N}";
        await RenameAsync(id, link.ExternalEntityId, title);

        await hub.Get<SyncLoop>().RunOnceAsync(None);
        await hub.Get<SyncLoop>().RunOnceAsync(None);

        Assert.Equal(title, (await Eventually.ValueAsync(() => LinkAsync(link.Id), l => l.Title == title)).Title);
        var runs = await hub.WithDatabaseAsync(db => db.Activities.CountAsync(a => a.InstanceId == id && a.Type == ActivityTypes.Sync));
        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task Run_WhileTheVendorsBudgetIsSpent_IsDueAgainWhenThereIsRoom_AndHasNotFailed()
    {
        var id = await hub.SignInAtVendorAsync(hub.Admin, "hubspot");
        var connection = await hub.WithDatabaseAsync(db => db.Connections.SingleAsync(c => c.InstanceId == id));
        await SpendAsync(connection, hub.Get<ConnectorCatalog>().Find("hubspot")!.As<IHaveBudgets>()!);
        var before = DateTimeOffset.UtcNow;

        var run = await hub.Get<SyncService>().RunAsync(hub.Admin, id, None);

        Assert.Equal(VendorFailures.BudgetSpentCode, run.Failure?.Code);
        var state = await hub.WithDatabaseAsync(db => db.SyncStates.AsNoTracking().SingleAsync(s => s.ConnectionId == connection.Id));
        Assert.Equal((0, (string?)null), (state.Failures, state.LastError));
        Assert.InRange(state.DueAt, before, DateTimeOffset.UtcNow + TimeSpan.FromSeconds(12));
        Assert.Equal(0, await hub.WithDatabaseAsync(db => db.OutboxEvents.CountAsync(e => e.Type == EventTypes.SyncFailed && e.Data.Contains(id.ToString()))));
    }

    [Theory]
    [InlineData(VendorFailures.BudgetSpentCode, 40, 40, 40)]
    [InlineData("vendor.rate_limited", 40, 15 * 60, 60 * 60)]
    [InlineData("vendor.rate_limited", 36_000, 36_000, 36_000)]
    public void Wait_IsNeverShorterThanTheVendorsOwn(string code, int retryAfter, int least, int most)
    {
        var failure = new Failure(FailureKind.VendorRateLimited, code, "Later.") { RetryAfter = TimeSpan.FromSeconds(retryAfter) };

        Assert.InRange(SyncService.Wait(failure, failures: 1), TimeSpan.FromSeconds(least), TimeSpan.FromSeconds(most));
    }

    [Fact, Proves("A1")]
    public async Task Run_IsForThoseWhoMayConnectTheIntegration()
    {
        var id = await hub.SignInAtVendorAsync(hub.Admin, Provider);
        var sync = hub.Get<SyncService>();

        Assert.Equal("integration.not_found", (await sync.RunAsync(hub.Stranger, id, None)).Failure!.Code);
        Assert.Equal(FailureKind.Forbidden, (await sync.RunAsync(hub.User, id, None)).Failure!.Kind);
    }

    /// <summary>Takes all that the hub counts for a connection, without asking the vendor.</summary>
    private async Task SpendAsync(Connection connection, IHaveBudgets limits)
    {
        using var calls = new HttpMessageInvoker(hub.Get<VendorBudgets>().Over(
            new BudgetCounter { InnerHandler = new Nowhere() }, new BudgetOwner(connection.ProviderKey, connection.Id, BudgetOwner.Hub), isJob: false, limits));
        for (var call = 0; call < 1_000; call++)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.hubapi.com/nothing");
                using var response = await calls.SendAsync(request, None);
            }
            catch (BudgetSpentException)
            {
                return;
            }
        }

        Assert.Fail("The budget has no end.");
    }

    private async Task<EntityLink> LinkAnEventAsync(Guid id)
    {
        var search = new SearchRequest(null, 5) { Start = DateTimeOffset.UtcNow.AddDays(-1), End = DateTimeOffset.UtcNow.AddDays(7) };
        var entity = (await hub.Get<SearchService>().SearchAsync(hub.Admin, id, search, None)).Value.Items.First(e => e.Type == "event" && e.Metadata["seriesId"] is null);
        var meeting = (await hub.Get<MeetingService>().CreateAsync(hub.Admin, new MeetingDraft("Planning", DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddHours(1)), None)).Value;
        var linked = await hub.Get<LinkService>().LinkEntityToIntegrationAsync(hub.Admin, new LinkRequest(EntityTypes.Meeting, meeting.Id, id, entity.Id), None);
        return await LinkAsync(linked.Value.Id);
    }

    private Task<EntityLink> LinkAsync(Guid linkId) => hub.WithDatabaseAsync(db => db.Links.AsNoTracking().SingleAsync(l => l.Id == linkId));

    private async Task RenameAsync(Guid id, string eventId, string subject)
    {
        using var open = (await hub.Get<VendorSessions>().OpenAsync(hub.Admin, id, background: false, None)).Value;
        var address = string.Create(CultureInfo.InvariantCulture, $"https://graph.microsoft.com/v1.0/me/events/{Uri.EscapeDataString(eventId)}");
        var sent = await open.Session.SendAsync(VendorSession.Json(HttpMethod.Patch, address, new { subject }), None);
        Assert.True(sent.Value.IsSuccess, sent.Value.Text);
    }

    private sealed class Nowhere : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
    }
}
