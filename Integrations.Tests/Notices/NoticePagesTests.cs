using System.Net;
using System.Net.Http.Headers;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Notices;
using Integrations.Core.Storage;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Notices;

/// <summary>The bell and its pages, as they are first drawn.</summary>
public sealed class NoticePagesTests(HubApp hub) : IClassFixture<HubApp>
{
    [Theory]
    [InlineData("en", "Notices: 1 is unread", "&#x27;Room 101&#x27; does not work any more. Connect again to go on.", "What you are told", "Weekly summary")]
    [InlineData("de", "Mitteilungen: 1 ist ungelesen", "&#x27;Room 101&#x27; funktioniert nicht mehr. Verbinden Sie neu, damit es weitergeht.", "Was Ihnen mitgeteilt wird", "Wöchentliche Übersicht")]
    public async Task Bell_Counts_ThePageLists_AndEachKindCanBeChosen(string language, string bell, string says, string choices, string weekly)
    {
        await NotifyAsync("admin@acme.test");
        using var client = await hub.SignedInAsync("admin@acme.test");
        client.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue(language));

        var page = await client.GetStringAsync(new Uri("/notices", UriKind.Relative));
        Assert.Contains(bell, page, StringComparison.Ordinal);
        Assert.Contains(WebUtility.HtmlDecode(says), WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Contains("?reconnect=1", page, StringComparison.Ordinal);

        var ways = WebUtility.HtmlDecode(await client.GetStringAsync(new Uri("/account/notices", UriKind.Relative)));
        Assert.Contains(choices, ways, StringComparison.Ordinal);
        Assert.Contains(weekly, ways, StringComparison.Ordinal);
        // The pages about the account have no circuit, and the bell all the same.
        Assert.Contains(bell, await client.GetStringAsync(new Uri("/account", UriKind.Relative)), StringComparison.Ordinal);

        using var other = await hub.SignedInAsync("user@acme.test");
        other.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue(language));
        Assert.DoesNotContain("Room 101", await other.GetStringAsync(new Uri("/notices", UriKind.Relative)), StringComparison.Ordinal);
        Assert.DoesNotContain(weekly, WebUtility.HtmlDecode(await other.GetStringAsync(new Uri("/account/notices", UriKind.Relative))), StringComparison.Ordinal);
    }

    private async Task NotifyAsync(string email)
    {
        await using var db = await hub.Services.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
        var user = await db.Users.SingleAsync(u => u.Email == email);
        await db.Notices.Where(n => n.UserId == user.Id).ExecuteDeleteAsync();
        db.Notices.Add(new Notice
        {
            Id = Guid.CreateVersion7(),
            OrganizationId = user.OrganizationId!.Value,
            UserId = user.Id,
            Kind = NoticeKind.ConnectionBroken,
            Subject = "Room 101",
            Path = $"/integrations/{Guid.NewGuid()}?reconnect=1",
            CreatedAt = DateTimeOffset.UtcNow,
        });
        await db.SaveChangesAsync();
    }
}
