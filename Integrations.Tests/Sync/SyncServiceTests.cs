using System.Globalization;
using Integrations.Connectors.Contracts;
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
public sealed class SyncServiceTests(ConnectedHub hub) : IClassFixture<ConnectedHub>
{
    private const string Provider = "microsoft_outlook";
    private static readonly CancellationToken None = CancellationToken.None;

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

    [Fact, Proves("A1")]
    public async Task Run_IsForThoseWhoMayConnectTheIntegration()
    {
        var id = await hub.SignInAtVendorAsync(hub.Admin, Provider);
        var sync = hub.Get<SyncService>();

        Assert.Equal("integration.not_found", (await sync.RunAsync(hub.Stranger, id, None)).Failure!.Code);
        Assert.Equal(FailureKind.Forbidden, (await sync.RunAsync(hub.User, id, None)).Failure!.Kind);
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
}
