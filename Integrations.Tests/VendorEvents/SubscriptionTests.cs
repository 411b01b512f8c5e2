using System.Globalization;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Core.Activity;
using Integrations.Core.Connections;
using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Core.Permissions;
using Integrations.Core.Search;
using Integrations.Core.Storage;
using Integrations.Core.Sync;
using Integrations.Core.VendorEvents;
using Integrations.Core.VendorEvents.Subscriptions;
using Integrations.Sandbox;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.VendorEvents;

/// <summary>Subscriptions that the hub opens at vendors, over real HTTP in both directions.</summary>
public sealed class SubscriptionTests(HubApp hub) : IClassFixture<HubApp>
{
    private const string Google = "google_calendar";
    private const string Microsoft = "microsoft_outlook";
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory, InlineData(Google), InlineData(Microsoft)]
    public async Task LinkedEventThatMovesAtTheVendor_ShowsItsNewTime_ToldByTheSubscriptionAndWithoutAPull(string provider)
    {
        // Every two minutes it would pull what was linked since.
        await Get<SyncLoop>().StopAsync(None);
        var (id, link, entity) = await LinkedAsync(provider);
        var subscription = await OpenAsync(id);
        if (provider == Google)
        {
            // Its first message says that the subscription is open, and has to be over before anything moves.
            await Eventually.ValueAsync(() => CountAsync(db => db.InboundEvents.Where(e => e.InstanceId == id && e.EventType == "sync" && e.ProcessedAt != null)), count => count == 1);
        }

        var start = DateTimeOffset.UtcNow.AddDays(3).Date.AddHours(15);
        await MoveAsync(provider, id, entity.Id, start);

        await Eventually.ValueAsync(() => ReadAsync(db => db.Links.SingleAsync(l => l.Id == link)), l => Start(l) == start);
        Assert.Equal(0, await CountAsync(db => db.Activities.Where(a => a.InstanceId == id && a.Type == ActivityTypes.Sync)));
        Assert.Equal(subscription.ConnectionId, (await ReadAsync(db => db.InboundEvents.OrderBy(e => e.ReceivedAt).LastAsync(e => e.InstanceId == id))).ConnectionId);
    }

    [Fact]
    public async Task LinkedFile_OpensOneSubscriptionForWhateverChangesInDrive()
    {
        var id = await ConnectAsync("google_drive");
        foreach (var entity in await SearchAsync(id, new SearchRequest(null, 2)))
        {
            await LinkAsync(id, entity);
        }

        Assert.Equal("changes", (await OpenAsync(id)).Resource);
        Assert.Equal(1, await CountAsync(db => db.EventSubscriptions.Where(c => c.InstanceId == id)));
    }

    [Theory, InlineData(Google), InlineData(Microsoft)]
    public async Task SubscriptionAboutToEnd_IsRenewed_AndGoesOnTelling(string provider)
    {
        var (id, link, entity) = await LinkedAsync(provider);
        var before = await OpenAsync(id);
        var soon = DateTimeOffset.UtcNow.AddHours(1);
        await EndsAsync(before.Id, soon);

        var after = (await Eventually.ValueAsync(() => SubscriptionAsync(id), c => c is { Status: SubscriptionStatus.Open, EndsAt: { } end } && end > soon))!;

        // Google opens another and the former is stopped; Graph extends the same.
        Assert.Equal(provider == Microsoft, before.ExternalId == after.ExternalId);
        Assert.Contains(Requests(), r => provider == Microsoft
            ? r is { Method: "PATCH" } && r.Path.EndsWith(before.ExternalId!, StringComparison.Ordinal)
            : r is { Method: "POST", Path: "/calendar/v3/channels/stop" });
        var start = DateTimeOffset.UtcNow.AddDays(4).Date.AddHours(9);
        await MoveAsync(provider, id, entity.Id, start);
        await Eventually.ValueAsync(() => ReadAsync(db => db.Links.SingleAsync(l => l.Id == link)), l => Start(l) == start);
    }

    [Fact]
    public void Renewal_ComesAFifthOfItsLifeAndAtMostADayBeforeTheEnd()
    {
        var now = new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

        Assert.Equal(now.AddDays(6), SubscriptionRenewalJob.RenewalOf(now, now.AddDays(7)));
        Assert.Equal(now.AddMinutes(48), SubscriptionRenewalJob.RenewalOf(now, now.AddHours(1)));
    }

    [Theory, InlineData(Google), InlineData(Microsoft)]
    public async Task Disconnected_TheSubscriptionIsStoppedAtTheVendor_AndWhatItTellsIsRefused(string provider)
    {
        var (id, _, _) = await LinkedAsync(provider);
        var subscription = await OpenAsync(id);
        var delivery = Delivery(subscription);
        Assert.IsType<InboundVerdict.Accepted>(await Get<InboundService>().ReceiveAsync(provider, id, delivery, None));

        Assert.True((await Get<ConnectionService>().DisconnectAsync(await AdminAsync(), id, None)).IsSuccess);

        await Eventually.ValueAsync(() => CountAsync(db => db.EventSubscriptions.Where(c => c.InstanceId == id)), count => count == 0);
        Assert.Contains(Requests(), r => provider == Microsoft
            ? r is { Method: "DELETE" } && r.Path.EndsWith(subscription.ExternalId!, StringComparison.Ordinal)
            : r is { Method: "POST", Path: "/calendar/v3/channels/stop" });
        Assert.IsType<InboundVerdict.Rejected>(await Get<InboundService>().ReceiveAsync(provider, id, delivery, None));
    }

    [Fact]
    public async Task NothingLinkedAnyMore_TheSubscriptionIsStopped()
    {
        var (id, link, _) = await LinkedAsync(Microsoft);
        var subscription = await OpenAsync(id);
        await Get<LinkService>().UnlinkEntityFromIntegrationAsync(await AdminAsync(), link, None);

        await Get<SubscriptionRenewalJob>().RunOnceAsync(None);

        await Eventually.ValueAsync(() => CountAsync(db => db.EventSubscriptions.Where(c => c.InstanceId == id)), count => count == 0);
        Assert.Contains(Requests(), r => r is { Method: "DELETE" } && r.Path.EndsWith(subscription.ExternalId!, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Google, "www.googleapis.com/calendar/v3/calendars/primary/events/watch", 403, """{"error":{"code":403,"message":"Push is not allowed.","errors":[{"domain":"global","reason":"forbidden","message":"Push is not allowed."}]}}""", SubscriptionStatus.Refused)]
    [InlineData(Microsoft, "graph.microsoft.com/v1.0/subscriptions", 400, """{"error":{"code":"ValidationError","message":"Subscription validation request failed."}}""", SubscriptionStatus.Refused)]
    [InlineData(Microsoft, "graph.microsoft.com/v1.0/subscriptions", 500, "{}", SubscriptionStatus.Failed)]
    public async Task VendorThatOpensNoSubscription_LeavesThePullWorking_AndSaysSo(string provider, string prefix, int status, string body, SubscriptionStatus expected)
    {
        Get<SandboxState>().AnswerNext(prefix, status, body);
        var (id, link, entity) = await LinkedAsync(provider);
        await Get<SubscriptionRenewalJob>().RunOnceAsync(None);

        var subscription = await Eventually.ValueAsync(() => SubscriptionAsync(id), c => c?.LastError is not null);

        Assert.Equal(expected, subscription!.Status);
        Assert.True(subscription.DueAt > DateTimeOffset.UtcNow);
        var told = (await Get<SubscriptionService>().ListAsync(await AdminAsync(), id, None)).Value.Single();
        Assert.Equal((expected, subscription.LastError), (told.Status, told.LastError));
        await Eventually.ValueAsync(() => CountAsync(db => db.Activities.Where(a => a.InstanceId == id && a.Type == ActivityTypes.Subscription && a.Status == ActivityStatus.Failed)), count => count == 1);

        var start = DateTimeOffset.UtcNow.AddDays(5).Date.AddHours(status % 20);
        await MoveAsync(provider, id, entity.Id, start);
        var pulled = await Get<SyncService>().RunAsync(await AdminAsync(), id, None);
        Assert.True(pulled.IsSuccess, pulled.Failure?.ToString());
        Assert.Equal(start, Start(await ReadAsync(db => db.Links.SingleAsync(l => l.Id == link))));
        Assert.Equal(ConnectionStatus.Active, (await ReadAsync(db => db.Connections.SingleAsync(c => c.InstanceId == id))).Status);
    }

    [Fact, Proves("W9", "W10")]
    public async Task KeyAndTokenOfOneSubscription_OpenNoOther()
    {
        var (one, _, _) = await LinkedAsync(Microsoft);
        var (two, _, _) = await LinkedAsync(Microsoft);
        var (first, second) = (await OpenAsync(one), await OpenAsync(two));
        var (mine, theirs) = (Delivery(first), Delivery(second));

        Assert.IsType<InboundVerdict.Rejected>(await Get<InboundService>().ReceiveAsync(Microsoft, two, mine, None));
        Assert.IsType<InboundVerdict.Rejected>(await Get<InboundService>().ReceiveAsync(Microsoft, one, mine with { Body = theirs.Body }, None));
        Assert.IsType<InboundVerdict.Rejected>(await Get<InboundService>().ReceiveAsync(Microsoft, one, mine with { Query = theirs.Query }, None));
        Assert.Equal("integration.not_found", (await Get<SubscriptionService>().ListAsync(await OAuthPerson.CallerOfAsync(hub.Services, "admin@globex.test"), one, None)).Failure!.Code);
        Assert.Empty((await Get<SubscriptionService>().ListAsync(await OAuthPerson.CallerOfAsync(hub.Services, "user@acme.test"), one, None)).Value);
    }

    private T Get<T>()
        where T : notnull => hub.Services.GetRequiredService<T>();

    private Task<Caller> AdminAsync() => OAuthPerson.CallerOfAsync(hub.Services, "admin@acme.test");

    private IReadOnlyList<SandboxRequest> Requests() => Get<SandboxState>().Requests;

    private async Task<Guid> ConnectAsync(string provider) =>
        await OAuthPerson.ConnectAsync(hub.Services, await AdminAsync(), provider, SandboxAccounts.Ada, name: $"{provider} {Guid.NewGuid():N}");

    private async Task<IReadOnlyList<ExternalEntity>> SearchAsync(Guid id, SearchRequest request) =>
        (await Get<SearchService>().SearchAsync(await AdminAsync(), id, request, None)).Value.Items;

    /// <summary>A connected integration with one event of the account's own calendar linked to a meeting.</summary>
    private async Task<(Guid Id, Guid Link, ExternalEntity Entity)> LinkedAsync(string provider)
    {
        var id = await ConnectAsync(provider);
        var soon = new SearchRequest(null, 20) { Start = DateTimeOffset.UtcNow.AddDays(-1), End = DateTimeOffset.UtcNow.AddDays(7) };
        var entity = (await SearchAsync(id, soon)).First(e => e.Type == "event" && !e.Id.Contains('/', StringComparison.Ordinal));
        return (id, await LinkAsync(id, entity), entity);
    }

    private async Task<Guid> LinkAsync(Guid id, ExternalEntity entity)
    {
        var admin = await AdminAsync();
        var meeting = (await Get<MeetingService>().CreateAsync(admin, new MeetingDraft("Planning", DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddHours(1)), None)).Value;
        var linked = await Get<LinkService>().LinkEntityToIntegrationAsync(admin, new LinkRequest(EntityTypes.Meeting, meeting.Id, id, entity.Id) { Copy = entity }, None);
        Assert.True(linked.IsSuccess, linked.Failure?.ToString());
        return linked.Value.Id;
    }

    private async Task<EventSubscription> OpenAsync(Guid id)
    {
        await Get<SubscriptionRenewalJob>().RunOnceAsync(None);
        return (await Eventually.ValueAsync(() => SubscriptionAsync(id), c => c?.Status == SubscriptionStatus.Open))!;
    }

    private Task<EventSubscription?> SubscriptionAsync(Guid id) => ReadAsync(db => db.EventSubscriptions.AsNoTracking().SingleOrDefaultAsync(c => c.InstanceId == id));

    /// <summary>As if its time were nearly over.</summary>
    private async Task EndsAsync(Guid subscription, DateTimeOffset end)
    {
        var past = DateTimeOffset.UtcNow.AddSeconds(-1);
        await ReadAsync(db => db.EventSubscriptions.Where(c => c.Id == subscription).ExecuteUpdateAsync(c => c.SetProperty(x => x.DueAt, past).SetProperty(x => x.EndsAt, end)));
        await Get<SubscriptionRenewalJob>().RunOnceAsync(None);
    }

    /// <summary>A delivery as the vendor makes it, with the subscription's own key and token.</summary>
    private InboundRequest Delivery(EventSubscription subscription)
    {
        var secret = Get<SubscriptionSecrets>().Open(subscription)!;
        var query = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [InboundService.KeyParameter] = secret.Key };
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["X-Goog-Channel-Token"] = secret.Value,
            ["X-Goog-Channel-ID"] = subscription.ExternalId!,
            ["X-Goog-Message-Number"] = "777",
            ["X-Goog-Resource-State"] = "exists",
        };
        var body = $$"""{"value":[{"subscriptionId":"s","clientState":"{{secret.Value}}","changeType":"updated","resource":"me/events","resourceData":{"@odata.type":"#Microsoft.Graph.Event","id":"{{subscription.Id}}"} }]}""";
        return new InboundRequest("POST", headers, query, subscription.ProviderKey == Microsoft ? System.Text.Encoding.UTF8.GetBytes(body) : ReadOnlyMemory<byte>.Empty);
    }

    private async Task MoveAsync(string provider, Guid id, string eventId, DateTime start)
    {
        var (url, body) = provider == Microsoft
            ? ($"https://graph.microsoft.com/v1.0/me/events/{Uri.EscapeDataString(eventId)}", (object)new { start = Graph(start), end = Graph(start.AddHours(1)) })
            : ($"https://www.googleapis.com/calendar/v3/calendars/primary/events/{Uri.EscapeDataString(eventId)}", new { start = new { dateTime = Rfc(start) }, end = new { dateTime = Rfc(start.AddHours(1)) } });
        using var open = (await Get<VendorSessions>().OpenAsync(await AdminAsync(), id, background: false, None)).Value;
        var sent = await open.Session.SendAsync(VendorSession.Json(HttpMethod.Patch, url, body), None);
        Assert.True(sent.Value.IsSuccess, sent.Value.Text);
    }

    private static DateTime? Start(EntityLink link) =>
        DateTimeOffset.TryParse(link.Metadata["start"]?.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var start) ? start.UtcDateTime : null;

    private static object Graph(DateTime utc) => new { dateTime = utc.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture), timeZone = "UTC" };

    private static string Rfc(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private async Task<T> ReadAsync<T>(Func<IntegrationsDbContext, Task<T>> read)
    {
        await using var db = await Get<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
        return await read(db);
    }

    private Task<int> CountAsync<T>(Func<IntegrationsDbContext, IQueryable<T>> rows) => ReadAsync(db => rows(db).CountAsync());
}
