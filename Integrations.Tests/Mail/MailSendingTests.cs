using Integrations.Core.Identity.Organizations;
using Integrations.Core.Mail;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using MimeKit;
using netDumbster.smtp;

namespace Integrations.Tests.Mail;

/// <summary>Mail from its row to a server that takes it, refuses it, hangs or lies.</summary>
public sealed class MailSendingTests
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task Mail_Arrives_WithBothParts_AndIsOver(bool onPostgres)
    {
        using var server = SimpleSmtpServer.Start();
        await using var hub = await MailHub.StartAsync(server.Configuration.Port, onPostgres: onPostgres);
        var mail = (await hub.WriteAsync(hub.To()))!;

        await hub.SendAsync();

        var arrived = Assert.Single(server.ReceivedEmail);
        Assert.Equal(["ada@ours.test"], arrived.ToAddresses.Select(to => to.Address));
        Assert.Equal("hub@example.test", arrived.FromAddress.Address);
        Assert.Equal(("Your account at Acme", "auto-generated", $"<{mail.Id:N}@example.test>"), (arrived.Headers["Subject"], arrived.Headers["Auto-Submitted"], arrived.Headers["Message-Id"]));
        Assert.Equal(2, arrived.MessageParts.Length);
        var after = Assert.Single(await hub.MailsAsync());
        Assert.NotNull(after.SentAt);
        // What it said may let a person in, and is not kept.
        Assert.Equal((1, null, null), (after.Attempts, after.Ciphertext, after.LastError));
    }

    [Theory]
    [InlineData("en", "Hello Ada,", "Connect again", "Your account at Acme")]
    [InlineData("de", "Guten Tag Ada,", "Neu verbinden", "Ihr Konto bei Acme")]
    public async Task Mail_IsWhole_InTheLanguageOfWhoGetsIt(string language, string greeting, string button, string subject)
    {
        await using var server = new ScriptedSmtp();
        await using var hub = await MailHub.StartAsync(server.Port);
        await hub.WriteAsync(hub.To(language: language));

        await hub.SendAsync();

        var message = Assert.Single(server.Messages);
        Assert.Equal((subject, language), (message.Subject, message.Body!.Headers["Content-Language"]));
        Assert.All(new[] { message.TextBody, message.HtmlBody }, part =>
        {
            Assert.Contains(greeting, part, StringComparison.Ordinal);
            Assert.Contains(button, part, StringComparison.Ordinal);
        });
        Assert.Contains("http://127.0.0.1/integrations/1?reconnect=1&a=b", message.TextBody, StringComparison.Ordinal);
        Assert.Contains("http://127.0.0.1/integrations/1?reconnect=1&amp;a=b", message.HtmlBody, StringComparison.Ordinal);
        Assert.Contains($"<html lang=\"{language}\">", message.HtmlBody, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Eve\r\nBcc: all@ours.test", "Eve Bcc: all@ours.test")]
    [InlineData("Eve\nX: y\n\nbody", "Eve X: y body")]
    [InlineData("\"Eve\" <eve@evil.test>, b@ours.test", "\"Eve\" <eve@evil.test>, b@ours.test")]
    [InlineData("\u202Eevil", "\u202Eevil")]
    [InlineData("שלום עולם", "שלום עולם")]
    [InlineData("<script>alert(1)</script>", "<script>alert(1)</script>")]
    public async Task Names_StayNames_InHeadersAndInBothParts(string name, string shown)
    {
        await using var server = new ScriptedSmtp();
        await using var hub = await MailHub.StartAsync(server.Port);
        await hub.WriteAsync(hub.To(name), MailHub.ALetter(name));

        await hub.SendAsync();

        var message = Assert.Single(server.Messages);
        var to = Assert.IsType<MailboxAddress>(Assert.Single(message.To));
        Assert.Equal((shown, "ada@ours.test"), (to.Name, to.Address));
        Assert.Empty(message.Bcc);
        Assert.Null(message.Headers["X"]);
        Assert.Equal(["RCPT TO:<ada@ours.test>"], server.Said.Where(line => line.StartsWith("RCPT", StringComparison.OrdinalIgnoreCase)).Select(line => line.Split(" NOTIFY")[0]));
        Assert.DoesNotContain("<script>", message.HtmlBody, StringComparison.Ordinal);
        // What turns the direction ends where the name ends.
        var subject = message.Subject!;
        Assert.Equal(subject.Count(c => c is '\u2068'), subject.Count(c => c is '\u2069'));
        Assert.Equal(name.Any(c => c is '\u202E' or (>= '\u0590' and <= '\u08FF')), subject.Contains('\u2068', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ada@ours.test\r\nRCPT TO:<all@ours.test>")]
    [InlineData("ada@ours.test, all@ours.test")]
    [InlineData("Ada <ada@ours.test>")]
    [InlineData("ada")]
    [InlineData("")]
    public async Task AddressThatIsNone_IsNotWritten(string address)
    {
        await using var server = new ScriptedSmtp();
        await using var hub = await MailHub.StartAsync(server.Port);

        Assert.Null(await hub.WriteAsync(hub.To(address: address)));
        await hub.SendAsync();

        Assert.Empty(server.Said);
    }

    [Fact]
    public async Task ServerThatSaysNothing_PutsMailOff_AndHoldsUpNothing()
    {
        await using var server = new ScriptedSmtp { Answer = line => line == ScriptedSmtp.Connected ? ScriptedSmtp.Silence : null };
        await using var hub = await MailHub.StartAsync(server.Port, mail => mail.Timeout = TimeSpan.FromSeconds(1));
        await hub.WriteAsync(hub.To());

        // Done before the server has said a word.
        var invited = await hub.Get<MemberService>().InviteAsync(hub.Admin, new("new@ours.test", "New", Core.Permissions.Role.User), CancellationToken.None);
        Assert.True(invited.Value.IsMailed);
        await hub.SendAsync();
        Assert.All(await hub.MailsAsync(), mail => Assert.True(mail is { FinishedAt: null, Attempts: 1, LastError: { } error } && error.Contains("within 1 s", StringComparison.Ordinal)));

        server.Answer = _ => null;
        // A busy machine may need more than a second for what is answered.
        hub.Get<SmtpSender>().Settings.Timeout = TimeSpan.FromMinutes(1);
        hub.Clock.Advance(TimeSpan.FromMinutes(2));
        await hub.SendAsync();
        Assert.Equal(2, server.Messages.Count);
        Assert.All(await hub.MailsAsync(), mail => Assert.NotNull(mail.SentAt));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task RefusalForGood_EndsIt_WithTheServersWords(bool onPostgres)
    {
        await using var server = new ScriptedSmtp { Answer = line => line.StartsWith("RCPT", StringComparison.Ordinal) ? "550 5.1.1 no such mailbox here" : null };
        await using var hub = await MailHub.StartAsync(server.Port, onPostgres: onPostgres);
        await hub.WriteAsync(hub.To());

        await hub.SendAsync();
        hub.Clock.Advance(TimeSpan.FromDays(3));
        await hub.SendAsync();

        var mail = Assert.Single(await hub.MailsAsync());
        Assert.Equal((1, null, null), (mail.Attempts, mail.SentAt, mail.Ciphertext));
        Assert.NotNull(mail.FinishedAt);
        Assert.Contains("550", mail.LastError, StringComparison.Ordinal);
        Assert.Contains("no such mailbox here", mail.LastError, StringComparison.Ordinal);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task RefusalForNow_IsTriedAgain_WithTheSameMessageId(bool onPostgres)
    {
        await using var server = new ScriptedSmtp { Answer = line => line == ScriptedSmtp.End ? "451 4.3.0 come again" : null };
        await using var hub = await MailHub.StartAsync(server.Port, onPostgres: onPostgres);
        var written = (await hub.WriteAsync(hub.To()))!;

        await hub.SendAsync();
        await hub.SendAsync();
        var waiting = Assert.Single(await hub.MailsAsync());
        Assert.Equal((1, null), (waiting.Attempts, waiting.FinishedAt));
        Assert.Contains("come again", waiting.LastError, StringComparison.Ordinal);

        server.Answer = _ => null;
        hub.Clock.Advance(TimeSpan.FromMinutes(2));
        await hub.SendAsync();
        Assert.Equal($"{written.Id:N}@example.test", Assert.Single(server.Messages).MessageId);
        Assert.Equal(2, Assert.Single(await hub.MailsAsync()).Attempts);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task ProcessThatDiedBeforeItsNote_SendsAgain_WithTheSameMessageId(bool onPostgres)
    {
        await using var server = new ScriptedSmtp();
        await using var hub = await MailHub.StartAsync(server.Port, onPostgres: onPostgres);
        var written = await hub.WithDatabaseAsync(async db =>
        {
            // As it stands while a process has it.
            var mail = hub.Get<MailOutbox>().Add(db, hub.To(), MailHub.ALetter())!;
            (mail.ClaimId, mail.Attempts, mail.DueAt) = (Guid.NewGuid(), 1, hub.Clock.GetUtcNow().AddMinutes(1));
            await db.SaveChangesAsync();
            return mail;
        });

        await hub.SendAsync();
        Assert.Empty(server.Messages);
        hub.Clock.Advance(TimeSpan.FromMinutes(2));
        await hub.SendAsync();

        // The one that died may have sent it too; the id tells them as one.
        Assert.Equal($"{written.Id:N}@example.test", Assert.Single(server.Messages).MessageId);
        Assert.True(Assert.Single(await hub.MailsAsync()) is { SentAt: not null, ClaimId: null });
    }

    [Fact]
    public async Task ServerThatIsDownForDays_LosesNothing_UntilTheLastAttempt()
    {
        await using var server = new ScriptedSmtp { Answer = line => line == ScriptedSmtp.Connected ? "421 closed" : null };
        await using var hub = await MailHub.StartAsync(server.Port);
        await hub.WriteAsync(hub.To());

        for (var attempt = 1; attempt <= 8; attempt++)
        {
            Assert.Null(Assert.Single(await hub.MailsAsync()).FinishedAt);
            await hub.SendAsync();
            Assert.Equal(attempt, Assert.Single(await hub.MailsAsync()).Attempts);
            hub.Clock.Advance(TimeSpan.FromHours(25));
        }

        var ended = Assert.Single(await hub.MailsAsync());
        Assert.Equal((null, null), (ended.SentAt, ended.Ciphertext));
        Assert.NotNull(ended.FinishedAt);
    }

    [Fact]
    public async Task StartTlsThatIsNotOffered_IsRefused_AndNothingIsSaidInClear()
    {
        await using var server = new ScriptedSmtp();
        await using var hub = await MailHub.StartAsync(server.Port, mail => (mail.Security, mail.UserName, mail.Password) = (MailSecurity.StartTls, "hub", "canary-of-the-password"));
        await hub.WriteAsync(hub.To());

        await hub.SendAsync();

        Assert.Contains("STARTTLS", Assert.Single(await hub.MailsAsync()).LastError, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Said, line => !line.StartsWith("EHLO", StringComparison.OrdinalIgnoreCase) && !line.StartsWith("QUIT", StringComparison.OrdinalIgnoreCase));
        Assert.Empty(server.Raw);
    }

    [Fact]
    public async Task LinkThatWorksNoMore_IsNotSent()
    {
        await using var server = new ScriptedSmtp();
        await using var hub = await MailHub.StartAsync(server.Port);
        await hub.WriteAsync(hub.To(), MailHub.ALetter(until: hub.Clock.GetUtcNow() - TimeSpan.FromSeconds(1)));

        await hub.SendAsync();

        Assert.Empty(server.Said);
        Assert.True(Assert.Single(await hub.MailsAsync()) is { FinishedAt: not null, SentAt: null });
    }

    [Fact, Proves("A9")]
    public async Task DisabledOrganization_SendsNothing_UntilItIsEnabled()
    {
        await using var server = new ScriptedSmtp();
        await using var hub = await MailHub.StartAsync(server.Port);
        await SetDisabledAsync(hub, hub.Clock.GetUtcNow());
        await hub.WriteAsync(hub.To());

        await hub.SendAsync();
        Assert.Empty(server.Said);

        await SetDisabledAsync(hub, null);
        await hub.SendAsync();
        Assert.Single(server.Messages);
    }

    [Fact]
    public async Task WhatIsRolledBack_SendsNothing()
    {
        await using var server = new ScriptedSmtp();
        await using var hub = await MailHub.StartAsync(server.Port);

        // The address is taken: account and mail are refused together.
        var taken = await hub.Get<MemberService>().InviteAsync(hub.Admin, new("user@ours.test", "New", Core.Permissions.Role.User), CancellationToken.None);
        await hub.SendAsync();

        Assert.Equal("member.email_taken", taken.Failure!.Code);
        Assert.Empty(await hub.MailsAsync());
        Assert.Empty(server.Said);
    }

    [Fact]
    public async Task MailThatIsOff_WritesNoRow()
    {
        await using var hub = await MailHub.StartAsync(1, mail => mail.Host = null);

        Assert.Null(await hub.WriteAsync(hub.To()));
        Assert.False((await hub.Get<MemberService>().InviteAsync(hub.Admin, new("new@ours.test", "New", Core.Permissions.Role.User), CancellationToken.None)).Value.IsMailed);

        Assert.Empty(await hub.MailsAsync());
    }

    private static Task<int> SetDisabledAsync(CoreHub hub, DateTimeOffset? at) =>
        hub.WithDatabaseAsync(db => db.Organizations.Where(o => o.Id == hub.Admin.OrganizationId).ExecuteUpdateAsync(set => set.SetProperty(o => o.DisabledAt, at)));
}
