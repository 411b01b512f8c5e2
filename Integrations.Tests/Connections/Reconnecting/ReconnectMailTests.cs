using Integrations.Core.Activity;
using Integrations.Core.Connections;
using Integrations.Core.Connections.Reconnecting;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Integrations.Tests.Identity;
using Integrations.Tests.Infrastructure;
using Integrations.Tests.Mail;
using Integrations.Tests.Notices;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Connections.Reconnecting;

/// <summary>An administrator asks owners of broken connections to connect again: who gets a mail, and how often.</summary>
public sealed class ReconnectMailTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly ScriptedSmtp _server = new();
    private CoreHub _hub = null!;

    private ReconnectMail Mail => _hub.Get<ReconnectMail>();

    public async ValueTask InitializeAsync() => _hub = await StartAsync(onPostgres: null);

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task BrokenConnectionOfAPerson_IsAskedAbout_OnceADayAtMost(bool onPostgres)
    {
        await using var hub = await StartAsync(onPostgres);
        await hub.ChangeAsync(hub.User, user => user.Language = "de");
        var instance = await BrokenAsync(hub, hub.User);
        var (mail, choice) = (hub.Get<ReconnectMail>(), new ReconnectChoice(Ids: [instance]));

        Assert.Equal(new ReconnectPlan(1, 0, 0, 0), (await mail.PlanAsync(hub.Admin, choice, None)).Value);
        Assert.Equal(new ReconnectPlan(1, 0, 0, 0), (await mail.SendAsync(hub.Admin, choice, None)).Value);
        Assert.Equal(new ReconnectPlan(0, 1, 0, 0), (await mail.SendAsync(hub.Admin, choice, None)).Value);
        await hub.SendAsync();

        var message = Assert.Single(_server.Messages);
        Assert.Equal(("user@ours.test", "Bitte verbinden Sie 'Code' neu"), (message.To.Mailboxes.Single().Address, message.Subject));
        Assert.Contains(hub.Get<PublicOrigin>().Url($"/integrations/{instance}?reconnect=1"), message.TextBody, StringComparison.Ordinal);
        Assert.Contains("The vendor refused.", message.TextBody, StringComparison.Ordinal);

        // A notice of the same trouble would be a second mail: it waits too.
        await hub.Get<ConnectionNotices>().RunOnceAsync(None);
        await hub.SendAsync();
        Assert.Single(_server.Messages);

        hub.Clock.Advance(TimeSpan.FromHours(25));
        Assert.Equal(1, (await mail.SendAsync(hub.Admin, choice, None)).Value.ToAsk);
        await hub.SendAsync();
        Assert.Equal(2, _server.Messages.Count);
        Assert.Equal(2, await hub.WithDatabaseAsync(db => db.AuditEntries.CountAsync(entry => entry.Action == "connection.reconnect_asked")));
    }

    [Fact]
    public async Task WhatANoticeTold_IsNotAskedAboutTheSameDay()
    {
        var instance = await BrokenAsync(_hub, _hub.User);
        await _hub.Get<ConnectionNotices>().RunOnceAsync(None);

        Assert.Equal(new ReconnectPlan(0, 1, 0, 0), (await Mail.SendAsync(_hub.Admin, new ReconnectChoice(Ids: [instance]), None)).Value);
    }

    [Fact]
    public async Task OrganizationsConnection_IsItsAdministrators_AndOnesOwnIsNotMailed()
    {
        var instance = await BrokenAsync(_hub, owner: null);
        Assert.Equal(new ReconnectPlan(0, 0, 0, 1), (await Mail.SendAsync(_hub.Admin, new ReconnectChoice(Ids: [instance]), None)).Value);

        await _hub.ChangeAsync(_hub.OtherUser, user => user.Role = Role.TenantAdmin);
        Assert.Equal(1, (await Mail.SendAsync(_hub.Admin, new ReconnectChoice(Ids: [instance]), None)).Value.ToAsk);
        await _hub.SendAsync();
        Assert.Equal("other@ours.test", Assert.Single(_server.Messages).To.Mailboxes.Single().Address);
    }

    [Fact]
    public async Task AddressThatIsNotKnownToBeTheirs_GetsNoMail()
    {
        await _hub.ChangeAsync(_hub.User, user => user.EmailConfirmed = false);
        var instance = await BrokenAsync(_hub, _hub.User);

        Assert.Equal(new ReconnectPlan(0, 0, 1, 0), (await Mail.SendAsync(_hub.Admin, new ReconnectChoice(Ids: [instance]), None)).Value);
        Assert.Empty(await _hub.MailsAsync());
    }

    [Fact]
    public async Task ByFilterAndByMember_AndWhatWorksIsLeftAlone()
    {
        var works = await BrokenAsync(_hub, _hub.User, "Works");
        await _hub.WithDatabaseAsync(db => db.Connections.Where(c => c.InstanceId == works).ExecuteUpdateAsync(set => set.SetProperty(c => c.Status, ConnectionStatus.Active)));
        await BrokenAsync(_hub, _hub.User, "One");
        await BrokenAsync(_hub, _hub.OtherUser, "Two");

        Assert.Equal(2, (await Mail.PlanAsync(_hub.Admin, new ReconnectChoice(Filter: new InstanceFilter()), None)).Value.ToAsk);
        Assert.Equal(0, (await Mail.PlanAsync(_hub.Admin, new ReconnectChoice(Filter: new InstanceFilter(Search: "no such")), None)).Value.ToAsk);
        Assert.Equal(1, (await Mail.SendAsync(_hub.Admin, new ReconnectChoice(MemberId: _hub.User.UserId), None)).Value.ToAsk);
        Assert.Equal(new ReconnectPlan(1, 1, 0, 0), (await Mail.PlanAsync(_hub.Admin, new ReconnectChoice(Filter: new InstanceFilter()), None)).Value);
    }

    [Fact, Proves("A1")]
    public async Task AnotherOrganization_AsksNobodyOfOurs()
    {
        var instance = await BrokenAsync(_hub, _hub.User);

        foreach (var choice in new[] { new ReconnectChoice(Ids: [instance]), new ReconnectChoice(MemberId: _hub.User.UserId), new ReconnectChoice(Filter: new InstanceFilter()) })
        {
            Assert.Equal(new ReconnectPlan(0, 0, 0, 0), (await Mail.SendAsync(_hub.Stranger, choice, None)).Value);
        }

        Assert.Empty(await _hub.MailsAsync());
    }

    [Fact, Proves("A7")]
    public async Task MembersAndReadingTokens_AreRefused_AndWithoutAServerNothingIsWritten()
    {
        var instance = await BrokenAsync(_hub, _hub.User);
        var choice = new ReconnectChoice(Ids: [instance]);
        foreach (var caller in new[] { _hub.OtherUser, _hub.Admin with { Scopes = TokenScopes.Read | TokenScopes.Admin } })
        {
            Assert.Equal("permission_denied", (await Mail.PlanAsync(caller, choice, None)).Failure?.Code);
            Assert.Equal("permission_denied", (await Mail.SendAsync(caller, choice, None)).Failure?.Code);
        }

        await using var silent = await CoreHub.StartAsync();
        Assert.False(silent.Get<ReconnectMail>().IsOn);
        Assert.Equal("mail.off", (await silent.Get<ReconnectMail>().SendAsync(silent.Admin, choice, None)).Failure?.Code);
    }

    private static async Task<Guid> BrokenAsync(CoreHub hub, Caller? owner, string name = "Code")
    {
        var id = await ConnectionNoticeTests.AddAsync(hub, owner);
        return await hub.WithDatabaseAsync(async db =>
        {
            var connection = await db.Connections.SingleAsync(c => c.Id == id);
            (connection.Status, connection.LastError) = (ConnectionStatus.Revoked, "The vendor refused.");
            (await db.Instances.SingleAsync(i => i.Id == connection.InstanceId)).Name = name;
            await db.SaveChangesAsync();
            return connection.InstanceId;
        });
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
}
