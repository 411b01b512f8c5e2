using Integrations.Core.Connections.Links;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Mail;
using Integrations.Tests.Mail;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Connections.Links;

public sealed class ConnectLinkMailTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Link_IsMailedToTheMember_AndItsAddressIsKeptProtected()
    {
        await using var hub = await MailHub.StartAsync(1);
        var address = await hub.WithDatabaseAsync(db => db.Users.Where(u => u.Id == hub.User.UserId).Select(u => u.Email).SingleAsync());
        var wanted = new NewConnectLink(["github"], ConnectLinkAudience.Member) { Member = address, SendMail = true };

        var made = await hub.Get<ConnectLinkService>().CreateAsync(hub.Admin, wanted, None);

        Assert.True(made.IsSuccess, made.Failure?.ToString());
        Assert.True(made.Value.IsMailed);
        var mail = Assert.Single(await hub.MailsAsync());
        Assert.Equal((address, "connect_link.sent"), (mail.Address, mail.Kind));
        var secret = LinkScene.SecretOf(made.Value);
        Assert.DoesNotContain(secret, System.Text.Json.JsonSerializer.Serialize(mail), StringComparison.Ordinal);
        Assert.Contains(made.Value.Address.Reveal(), hub.Get<MailOutbox>().Open(mail)!.Text, StringComparison.Ordinal);
        Assert.Equal(made.Value.Row.ExpiresAt, mail.UsefulUntil);
    }

    [Fact]
    public async Task Link_ThatCannotBeMailed_IsNotMade()
    {
        await using var hub = await MailHub.StartAsync(1, mail => mail.Host = null);
        var member = hub.User.UserId.ToString();

        var made = await hub.Get<ConnectLinkService>().CreateAsync(hub.Admin, new NewConnectLink(["github"], ConnectLinkAudience.Member) { Member = member, SendMail = true }, None);

        Assert.Equal("connect_link.no_mail", made.Failure?.Code);
        Assert.Equal(0, await hub.WithDatabaseAsync(db => db.ConnectLinks.CountAsync()));
        // Anyone who signs in has no address to send to.
        Assert.Equal("connect_link.no_mail", (await hub.Get<ConnectLinkService>().CreateAsync(hub.Admin, new NewConnectLink(["github"], ConnectLinkAudience.AnyMember) { SendMail = true }, None)).Failure?.Code);
    }
}
