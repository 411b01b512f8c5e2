using System.Globalization;
using Integrations.Core.Activity;
using Integrations.Core.Connections;
using Integrations.Core.Diagnostics;
using Integrations.Core.Notices;
using Integrations.Tests.Identity;
using Integrations.Tests.Infrastructure;
using Integrations.Tests.Mail;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Notices;

public sealed class WeeklySummaryTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData("2026-03-02T05:59:00Z", "2026-02-23T06:00:00Z")]
    [InlineData("2026-03-02T06:00:00Z", "2026-03-02T06:00:00Z")]
    [InlineData("2026-03-08T23:59:00Z", "2026-03-02T06:00:00Z")]
    public void Summary_IsOfTheLastMondayMorning(string now, string monday) =>
        Assert.Equal(DateTimeOffset.Parse(monday, CultureInfo.InvariantCulture), WeeklySummaries.LastMonday(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture)));

    [Theory, InlineData(false), InlineData(true)]
    public async Task Summary_ComesOnceAWeek_ToAdministratorsWhoChoseIt_AndCounts(bool onPostgres)
    {
        await using var server = new ScriptedSmtp();
        await using var hub = await MailHub.StartAsync(server.Port, onPostgres: onPostgres);
        await hub.ChangeAsync(hub.Admin, user => user.EmailConfirmed = true);
        var working = await ConnectionNoticeTests.AddAsync(hub, owner: null);
        await hub.WithDatabaseAsync(async db =>
        {
            var connection = await db.Connections.SingleAsync(c => c.Id == working);
            connection.Status = ConnectionStatus.Revoked;
            db.Add(new UsageHour { InstanceId = connection.InstanceId, OrganizationId = connection.OrganizationId, Hour = hub.Clock.GetUtcNow().AddDays(4), Succeeded = 40, Failed = 2 });
            return await db.SaveChangesAsync();
        });
        await hub.Get<WeeklySummaries>().RunOnceAsync(None);
        Assert.Equal(0, await CountAsync(hub));

        await hub.Get<NoticeService>().ChooseAsync(hub.Admin, [new(NoticeKind.WeeklySummary, InApp: true, ByMail: true)], None);
        await hub.Get<WeeklySummaries>().RunOnceAsync(None);
        Assert.Equal(0, await CountAsync(hub));

        // From Wednesday to the next Monday at noon.
        hub.Clock.Advance(TimeSpan.FromDays(5));
        await hub.Get<WeeklySummaries>().RunOnceAsync(None);
        await hub.Get<WeeklySummaries>().RunOnceAsync(None);
        await hub.SendAsync();

        Assert.Equal(1, await CountAsync(hub));
        var message = Assert.Single(server.Messages, m => m.Subject == "The week at Ours");
        Assert.Contains("0 connections work, 1 do not.", message.TextBody, StringComparison.Ordinal);
        Assert.Contains("Code", message.TextBody, StringComparison.Ordinal);
        Assert.Contains("42 calls for you; 2 of them failed", message.TextBody, StringComparison.Ordinal);
    }

    private static Task<int> CountAsync(CoreHub hub) => hub.WithDatabaseAsync(db => db.Notices.CountAsync(n => n.Kind == NoticeKind.WeeklySummary));
}
