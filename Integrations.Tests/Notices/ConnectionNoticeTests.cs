using System.Globalization;
using Integrations.Core.Catalog;
using Integrations.Core.Connections;
using Integrations.Core.Instances;
using Integrations.Core.Notices;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Integrations.Tests.Identity;
using Integrations.Tests.Infrastructure;
using Integrations.Tests.Mail;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Notices;

/// <summary>Connections that break or end: who is told, by which way, and how often.</summary>
public sealed class ConnectionNoticeTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly ScriptedSmtp _server = new();
    private CoreHub _hub = null!;

    private NoticeService Notices => _hub.Get<NoticeService>();

    public async ValueTask InitializeAsync() => _hub = await StartAsync(onPostgres: null);

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory, Proves("R11"), InlineData(false), InlineData(true)]
    public async Task BrokenConnection_IsToldToItsAdministrators_OnceADayAtMost_AndAgainWhenItBreaksAnew(bool onPostgres)
    {
        await using var hub = await StartAsync(onPostgres);
        var id = await AddAsync(hub, owner: null);
        await BreakAsync(hub, id);

        await RoundAsync(hub);
        await RoundAsync(hub);
        Assert.Equal(["admin@ours.test"], Told());

        // It works again, and breaks again within the day: that waits for the day to be over.
        await ChangeAsync(hub, id, c => c.Status = ConnectionStatus.Active);
        await RoundAsync(hub);
        await BreakAsync(hub, id);
        await RoundAsync(hub);
        Assert.Single(Told());

        hub.Clock.Advance(TimeSpan.FromHours(25));
        await RoundAsync(hub);
        Assert.Equal(["admin@ours.test", "admin@ours.test"], Told());

        // What stays broken is not told every day.
        hub.Clock.Advance(TimeSpan.FromDays(10));
        await RoundAsync(hub);
        Assert.Equal(2, Told().Count);
    }

    [Fact, Proves("R11")]
    public async Task BrokenConnectionOfAPerson_IsToldToThatPersonAlone_InTheirLanguage_WithTheWayToReconnect()
    {
        await _hub.ChangeAsync(_hub.User, user => user.Language = "de");
        var id = await AddAsync(_hub, _hub.User);
        await BreakAsync(_hub, id);

        await RoundAsync(_hub);

        var message = Assert.Single(_server.Messages);
        Assert.Equal(("user@ours.test", "'Code' funktioniert nicht mehr"), (message.To.Mailboxes.Single().Address, message.Subject));
        var notice = Assert.Single((await Notices.ListAsync(_hub.User, new PageRequest(), None)).Value.Items);
        Assert.Equal((NoticeKind.ConnectionBroken, "Code", "The vendor refused."), (notice.Kind, notice.Subject, notice.Detail));
        Assert.EndsWith("?reconnect=1", notice.Path, StringComparison.Ordinal);
        Assert.Contains(_hub.Get<PublicOrigin>().Url(notice.Path), message.TextBody, StringComparison.Ordinal);
        Assert.Equal((1, 0, 0), (await Notices.CountUnreadAsync(_hub.User, None), await Notices.CountUnreadAsync(_hub.Admin, None), await Notices.CountUnreadAsync(_hub.Stranger, None)));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task EndingCredential_IsToldFourteenAndThreeDaysAhead(bool onPostgres)
    {
        await using var hub = await StartAsync(onPostgres);
        var id = await AddAsync(hub, owner: null);
        var end = hub.Clock.GetUtcNow().AddDays(13);
        await ChangeAsync(hub, id, c => (c.ExpiresAt, c.ExpiryNoticeDays) = (end, 14));

        await RoundAsync(hub);
        await RoundAsync(hub);
        var message = Assert.Single(_server.Messages);
        Assert.Equal("'Code' needs to be connected again soon", message.Subject);
        Assert.Contains(end.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), message.TextBody, StringComparison.Ordinal);

        hub.Clock.Advance(TimeSpan.FromDays(10));
        await ChangeAsync(hub, id, c => c.ExpiryNoticeDays = 3);
        await RoundAsync(hub);
        Assert.Equal(2, _server.Messages.Count);
    }

    [Theory]
    [InlineData(true, false, 1, 0)]
    [InlineData(false, true, 0, 1)]
    [InlineData(false, false, 0, 0)]
    public async Task Person_IsToldInTheWaysThatTheyChose(bool inApp, bool byMail, int notices, int mails)
    {
        Assert.True((await Notices.ChooseAsync(_hub.Admin, [new(NoticeKind.ConnectionBroken, inApp, byMail)], None)).IsSuccess);
        await BreakAsync(_hub, await AddAsync(_hub, owner: null));

        await RoundAsync(_hub);

        Assert.Equal((notices, mails), (await Notices.CountUnreadAsync(_hub.Admin, None), _server.Messages.Count));
        Assert.Equal(new NoticeWay(NoticeKind.ConnectionBroken, inApp, byMail), (await Notices.WaysAsync(_hub.Admin, None)).Value.Single(way => way.Kind == NoticeKind.ConnectionBroken));
    }

    [Fact, Proves("A1")]
    public async Task Notices_AreReadByTheirOwnerAlone()
    {
        await BreakAsync(_hub, await AddAsync(_hub, owner: null));
        await RoundAsync(_hub);
        var notice = Assert.Single((await Notices.ListAsync(_hub.Admin, new PageRequest(), None)).Value.Items);

        foreach (var other in new[] { _hub.User, _hub.Stranger, _hub.Admin with { OrganizationId = _hub.Stranger.OrganizationId } })
        {
            Assert.Equal("notice.not_found", (await Notices.ReadAsync(other, notice.Id, None)).Failure!.Code);
            await Notices.ReadAllAsync(other, None);
            Assert.Empty((await Notices.ListAsync(other, new PageRequest(), None)).Value.Items);
        }

        Assert.Equal(1, await Notices.CountUnreadAsync(_hub.Admin, None));
        Assert.True((await Notices.ReadAsync(_hub.Admin, notice.Id, None)).IsSuccess);
        Assert.Equal(0, await Notices.CountUnreadAsync(_hub.Admin, None));
        Assert.Equal("permission_denied", (await Notices.ChooseAsync(_hub.User, [new(NoticeKind.WeeklySummary, true, true)], None)).Failure!.Code);
    }

    [Fact, Proves("A9")]
    public async Task DisabledPerson_IsToldNothing()
    {
        await BreakAsync(_hub, await AddAsync(_hub, _hub.User));
        await _hub.ChangeAsync(_hub.User, user => user.DisabledAt = _hub.Clock.GetUtcNow());

        await RoundAsync(_hub);

        Assert.Empty(await _hub.WithDatabaseAsync(db => db.Notices.ToListAsync()));
        Assert.Empty(_server.Messages);
    }

    internal static async Task<Guid> AddAsync(CoreHub hub, Caller? owner) => await hub.WithDatabaseAsync(async db =>
    {
        var (now, organization) = (hub.Clock.GetUtcNow(), hub.Admin.OrganizationId!.Value);
        var provider = await db.Set<Provider>().FirstAsync(p => p.Key == "github");
        var instance = new IntegrationInstance { Id = Guid.CreateVersion7(), OrganizationId = organization, ProviderId = provider.Id, ProviderKey = provider.Key, Name = "Code", Status = InstanceStatus.Connected, UserScoped = owner is not null, CreatedAt = now };
        var connection = new Connection
        {
            Id = Guid.CreateVersion7(),
            OrganizationId = organization,
            InstanceId = instance.Id,
            ProviderKey = provider.Key,
            UserId = owner?.UserId,
            AuthKind = "api_key",
            Status = ConnectionStatus.Active,
            CreatedAt = now,
            ConnectedAt = now,
        };
        db.AddRange(instance, connection);
        await db.SaveChangesAsync();
        return connection.Id;
    });

    private static Task<int> BreakAsync(CoreHub hub, Guid id) => ChangeAsync(hub, id, c => (c.Status, c.LastError) = (ConnectionStatus.Revoked, "The vendor refused."));

    private static Task<int> ChangeAsync(CoreHub hub, Guid id, Action<Connection> change) => hub.WithDatabaseAsync(async db =>
    {
        change(await db.Connections.SingleAsync(c => c.Id == id));
        return await db.SaveChangesAsync();
    });

    private static async Task RoundAsync(CoreHub hub)
    {
        await hub.Get<ConnectionNotices>().RunOnceAsync(None);
        await hub.SendAsync();
    }

    private async Task<CoreHub> StartAsync(bool? onPostgres)
    {
        var hub = await MailHub.StartAsync(_server.Port, onPostgres: onPostgres);
        foreach (var person in new[] { hub.Admin, hub.User, hub.OtherUser, hub.Stranger })
        {
            await hub.ChangeAsync(person, user => user.EmailConfirmed = true);
        }

        return hub;
    }

    private List<string> Told() => [.. _server.Messages.SelectMany(m => m.To.Mailboxes).Select(to => to.Address)];
}
